"""What a bus does, whatever carries it."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

EXCHANGE = "events"

DEFAULT_RETRY_DELAYS_S: tuple[float, ...] = (0.2, 1, 5, 30, 120)


@dataclass(frozen=True, slots=True)
class Message:
    """A serialised CloudEvent on its way. `key` is the aggregate id: messages of one key keep their order."""

    event_id: str
    routing_key: str
    key: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Handling:
    """How a queue's deliveries are worked.

    `concurrency` are handled at a time, `prefetch` wait in the process. A handler that raises is tried once more
    after each of `retry_delays_s`, then the message is dead. `stop_timeout_s` is what a stop allows those in hand.
    """

    prefetch: int = 64
    concurrency: int = 8
    retry_delays_s: tuple[float, ...] = DEFAULT_RETRY_DELAYS_S
    stop_timeout_s: float = 10


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message as a consumer gets it; `attempt` counts from 1."""

    message: Message
    attempt: int


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A message given up on, with why."""

    queue: str
    message: Message
    reason: str
    attempts: int
    failed_at: datetime


class Poison(Exception):
    """No retry can help (unreadable, refused for good): straight to the dead letters with the reason."""


class PublishFailed(Exception):
    """The broker did not confirm. It means *unknown*: the message may still arrive."""


class BusAway(PublishFailed):
    """There is no broker to talk to: nothing was sent."""


Handle = Callable[[Delivery], Awaitable[None]]


class Bus(Protocol):
    """A durable topic exchange and one durable queue per consuming service.

    Messages of one key are published and handled one after the other. A message that waits for a retry does
    not hold back its successors: consumers ignore what is older than what they know.
    """

    @property
    def ready(self) -> bool:
        """Whether a publish can be tried now."""
        ...

    def on_ready(self, notice: Callable[[], None]) -> None:
        """Call `notice` every time that the bus becomes ready: at the start and when a broker is back."""
        ...

    async def start(self) -> None:
        """Begin connecting. Does not wait for a broker that is away: it is looked for until `stop`."""
        ...

    async def stop(self) -> None:
        """Finish the deliveries in hand, then disconnect."""
        ...

    async def wait_ready(self, timeout_s: float = 10) -> None:
        """Until everything declared and consumed so far is in place. Raises TimeoutError."""
        ...

    async def publish(self, messages: Sequence[Message]) -> Sequence[Exception | None]:
        """One result per message, in the input's order; None means confirmed. Same keys keep their order.

        Answers within the bus's publish timeout. After a failure the later messages of its key are not sent.
        """
        ...

    async def send_to(self, queue: str, messages: Sequence[Message]) -> Sequence[Exception | None]:
        """Publish into one consumer's queue alone (republish of a lost replica)."""
        ...

    async def declare(self, queue: str, bindings: Collection[str]) -> None:
        """Make a queue collect what `bindings` name from now on, without consuming it yet.

        What is published before its consumer's queue exists does not reach it, so deployment declares first.
        """
        ...

    async def consume(self, queue: str, bindings: Collection[str], handle: Handle) -> None:
        """Deliver to `handle`.

        Acknowledged when it returns, retried with delay when it raises, dead at once when it raises `Poison`.
        """
        ...

    async def dead_letters(self, queue: str, *, limit: int = 100) -> Sequence[DeadLetter]:
        """The oldest dead letters of a queue; they stay where they are."""
        ...

    async def replay(self, queue: str, *, event_ids: Collection[str] | None = None) -> int:
        """Put dead letters (all, or those named) back into their queue; how many."""
        ...
