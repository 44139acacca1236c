"""The bus over RabbitMQ. What exists in the broker is told in `topology.py`."""

import asyncio
from collections.abc import Callable, Collection, Sequence

from aio_pika.abc import AbstractConnection

from shared.runtime.bus import dead_letters
from shared.runtime.bus.base import BusAway, DeadLetter, Handle, Handling, Message
from shared.runtime.bus.confirms import Parcel
from shared.runtime.bus.link import Broker
from shared.runtime.bus.observer import UNOBSERVED, Observer
from shared.runtime.bus.publisher import Publisher
from shared.runtime.bus.subscriber import Subscriber
from shared.runtime.bus.topology import declare_exchanges, declare_queue

_READY_TIMEOUT_S = 10.0
_DEFAULT_HANDLING = Handling()


class RabbitBus:
    """Two connections, one to publish and one to consume, each looked after until `stop`.

    A broker that stands still is given up after three to four heartbeats.
    """

    def __init__(
        self,
        url: str,
        *,
        connection_name: str,
        handling: Handling = _DEFAULT_HANDLING,
        heartbeat_s: int = 5,
        publish_timeout_s: float = 3,
        observer: Observer = UNOBSERVED,
    ) -> None:
        broker = Broker(url, connection_name, heartbeat_s)
        self._retry_delays_s = handling.retry_delays_s
        self._queues: dict[str, set[str]] = {}
        self._notices: list[Callable[[], None]] = []
        self._at_dead_letters = asyncio.Lock()
        self._publisher = Publisher(
            broker, timeout_s=publish_timeout_s, declare=self._declare_all, on_up=self._tell_ready
        )
        self._subscriber = Subscriber(
            broker,
            self._publisher,
            handling,
            declare=self._declare_all,
            on_up=self._tell_ready,
            observer=observer,
        )

    @property
    def ready(self) -> bool:
        """Connected for publishing."""
        return self._publisher.link.up.is_set()

    def on_ready(self, notice: Callable[[], None]) -> None:
        """Called at every connect."""
        self._notices.append(notice)

    def _tell_ready(self) -> None:
        if self.ready:
            for notice in self._notices:
                notice()

    async def start(self) -> None:
        """Begin connecting, in the background."""
        self._publisher.link.start()
        self._subscriber.link.start()

    async def stop(self) -> None:
        """Deliveries in hand first: their retry copies still need the publisher."""
        await self._subscriber.stop()
        await self._publisher.link.stop()

    async def wait_ready(self, timeout_s: float = 10) -> None:
        """Both connections are up and everything is declared. Raises TimeoutError."""
        async with asyncio.timeout(timeout_s):
            await self._publisher.link.up.wait()
            await self._subscriber.link.up.wait()

    async def publish(self, messages: Sequence[Message]) -> Sequence[Exception | None]:
        """By the topic exchange; what no queue is bound for ends in `unrouted`, confirmed."""
        return await self._publisher.send([Parcel.to_everybody(message) for message in messages])

    async def send_to(self, queue: str, messages: Sequence[Message]) -> Sequence[Exception | None]:
        """By the default exchange."""
        return await self._publisher.send([Parcel.to_queue(message, queue) for message in messages])

    async def declare(self, queue: str, bindings: Collection[str]) -> None:
        """Now if connected, and again at every connect. To be sure call `wait_ready` afterwards."""
        self._queues.setdefault(queue, set()).update(bindings)
        for link in (self._publisher.link, self._subscriber.link):
            async with link.lock:
                if link.connection is not None:
                    async with link.connection.channel() as channel:
                        await declare_queue(channel, queue, bindings)
                    return

    async def consume(self, queue: str, bindings: Collection[str], handle: Handle) -> None:
        """Now if connected, and again at every connect."""
        await self.declare(queue, bindings)
        await self._subscriber.add(queue, handle)

    async def dead_letters(self, queue: str, *, limit: int = 100) -> Sequence[DeadLetter]:
        """Raises BusAway without a broker."""
        async with self._at_dead_letters:
            return await dead_letters.read(await self._connection(), queue, limit=limit)

    async def replay(self, queue: str, *, event_ids: Collection[str] | None = None) -> int:
        """Raises BusAway without a broker, PublishFailed when one is not confirmed; what was not stays."""
        async with self._at_dead_letters:
            return await dead_letters.replay(await self._connection(), self._publisher, queue, event_ids=event_ids)

    async def _declare_all(self, connection: AbstractConnection) -> None:
        async with connection.channel() as channel:
            await declare_exchanges(channel, self._retry_delays_s)
            for queue, bindings in list(self._queues.items()):  # may grow meanwhile: `declare` waits for us
                await declare_queue(channel, queue, bindings)

    async def _connection(self) -> AbstractConnection:
        try:
            await self.wait_ready(_READY_TIMEOUT_S)
        except TimeoutError as error:
            raise BusAway("no connection to the broker") from error
        connection = self._subscriber.link.connection
        if connection is None:
            raise BusAway("no connection to the broker")
        return connection
