"""The bus inside one process: the same promises as over RabbitMQ, kept by a SQLite file of its own."""

import asyncio
from collections.abc import Callable, Collection, Sequence

from shared.runtime.bus.base import (
    BusAway,
    DeadLetter,
    Handle,
    Handling,
    Message,
    PublishFailed,
)
from shared.runtime.bus.in_process_store import Store
from shared.runtime.bus.observer import UNOBSERVED, Observer
from shared.runtime.bus.patterns import matches
from shared.runtime.bus.pump import Pump
from shared.runtime.database import Database

_DEFAULT_HANDLING = Handling()


class InProcessBus:
    """`database` is a SQLite file that nobody else uses, and only one process at a time."""

    def __init__(
        self,
        database: Database,
        *,
        handling: Handling = _DEFAULT_HANDLING,
        observer: Observer = UNOBSERVED,
    ) -> None:
        self._database = database
        self._store = Store(database)
        self._handling = handling
        self._observer = observer
        self._bindings: dict[str, set[str]] = {}
        self._pumps: dict[str, Pump] = {}
        self._notices: list[Callable[[], None]] = []
        self._ready = False

    @property
    def ready(self) -> bool:
        """Started."""
        return self._ready

    def on_ready(self, notice: Callable[[], None]) -> None:
        """Called by `start`."""
        self._notices.append(notice)

    async def start(self) -> None:
        """Open the file; its queues are bound from now on, whether or not their consumers are here yet."""
        await self._open()
        self._ready = True
        for pump in self._pumps.values():
            pump.start()
        for notice in self._notices:
            notice()

    async def stop(self) -> None:
        """Finish the deliveries in hand, then close the file."""
        self._ready = False
        await asyncio.gather(*(pump.stop() for pump in self._pumps.values()))
        await self._store.close()
        await self._database.close()

    async def wait_ready(self, timeout_s: float = 10) -> None:
        """Nothing to wait for after `start`. Raises TimeoutError before."""
        if not self._ready:
            raise TimeoutError("the bus was not started")

    async def publish(self, messages: Sequence[Message]) -> Sequence[Exception | None]:
        """One transaction for all: confirmed together."""
        arrivals = [
            (queue, message)
            for message in messages
            for queue, patterns in self._bindings.items()
            if any(matches(pattern, message.routing_key) for pattern in patterns)
        ]
        return await self._add(arrivals, len(messages))

    async def send_to(self, queue: str, messages: Sequence[Message]) -> Sequence[Exception | None]:
        """A queue that was never declared refuses."""
        if queue not in self._bindings:
            return [PublishFailed(f"no queue {queue!r}") for _ in messages]
        return await self._add([(queue, message) for message in messages], len(messages))

    async def declare(self, queue: str, bindings: Collection[str]) -> None:
        """Durable: known to later processes too."""
        await self._open()
        await self._store.bind(queue, bindings)
        self._bindings.setdefault(queue, set()).update(bindings)

    async def consume(self, queue: str, bindings: Collection[str], handle: Handle) -> None:
        """What waited in the file comes first."""
        await self.declare(queue, bindings)
        self._pumps[queue] = pump = Pump(queue, handle, self._store, self._handling, self._observer)
        if self._ready:
            pump.start()

    async def backlog(self) -> int:
        """How many deliveries are still to take effect."""
        return await self._store.count_alive()

    async def dead_letters(self, queue: str, *, limit: int = 100) -> Sequence[DeadLetter]:
        """The oldest first."""
        await self._open()
        return await self._store.dead(queue, limit=limit)

    async def replay(self, queue: str, *, event_ids: Collection[str] | None = None) -> int:
        """In the order in which they first came."""
        await self._open()
        count = await self._store.revive(queue, event_ids=event_ids)
        self._wake([queue])
        return count

    async def _open(self) -> None:
        await self._store.open()
        for queue, patterns in (await self._store.bindings()).items():
            self._bindings.setdefault(queue, set()).update(patterns)

    async def _add(self, arrivals: Sequence[tuple[str, Message]], count: int) -> Sequence[Exception | None]:
        if not self._ready:
            return [BusAway("the bus is not running")] * count
        if arrivals:
            try:
                await self._store.add(arrivals)
            except Exception as error:  # noqa: BLE001 - disk full, locked: the relay tries again
                return [PublishFailed(repr(error))] * count
            self._wake({queue for queue, _ in arrivals})
        return [None] * count

    def _wake(self, queues: Collection[str]) -> None:
        for queue in queues:
            if queue in self._pumps:
                self._pumps[queue].wake()
