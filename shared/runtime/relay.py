"""Tells the bus what the outbox holds: at least once, in order within an aggregate, by any number of replicas."""

import asyncio
import random
from collections.abc import Sequence
from datetime import timedelta

import structlog

from shared.kernel.clock import Clock
from shared.kernel.ids import new_id
from shared.runtime.bus.base import Bus, BusAway
from shared.runtime.bus.failures import is_cancelled_from_outside
from shared.runtime.bus.observer import UNOBSERVED, Observer
from shared.runtime.database import Database
from shared.runtime.outbox import Outbox, Waiting
from shared.runtime.tables import RuntimeTables

_log = structlog.get_logger(__name__)

_FIRST_PAUSE_S = 0.1
_LONGEST_PAUSE_S = 5.0


class Relay:
    """Claims, publishes, marks sent, until `stop`.

    `lease_s` is how long a killed relay's rows wait for another one. It must be longer than the bus's publish
    timeout, or rows that are still being published would be claimed again.
    """

    def __init__(
        self,
        database: Database,
        tables: RuntimeTables,
        bus: Bus,
        clock: Clock,
        *,
        batch: int = 500,
        lease_s: float = 4,
        poll_s: float = 1.0,
        observer: Observer = UNOBSERVED,
    ) -> None:
        self._outbox = Outbox(database, tables, owner=new_id())
        self._bus = bus
        self._clock = clock
        self._batch = batch
        self._lease = timedelta(seconds=lease_s)
        self._poll_s = poll_s
        self._observer = observer
        self._woken = asyncio.Event()
        self._bus_back = asyncio.Event()
        self._stopping = asyncio.Event()
        self._failures = 0
        self._task: asyncio.Task[None] | None = None
        bus.on_ready(self._on_bus_ready)

    async def start(self) -> None:
        """Begin; what was left by an earlier process goes first."""
        if self._task is None:
            self._stopping.clear()
            self._task = asyncio.create_task(self._run(), name="relay")

    async def stop(self) -> None:
        """Finish the batch in hand and end. What is unsent stays in the outbox."""
        self._stopping.set()
        self._woken.set()
        self._bus_back.set()
        if self._task is not None:
            await self._task
            self._task = None

    def wake(self) -> None:
        """There is something new: called after each commit that published."""
        self._woken.set()

    def _on_bus_ready(self) -> None:
        self._bus_back.set()
        self._woken.set()

    async def _run(self) -> None:
        """The supervisor: only `stop`, or a cancellation from outside, ends it."""
        while not self._stopping.is_set():
            try:
                await self._work()
            except asyncio.CancelledError:
                # aio-pika throws CancelledError into a publish when its connection dies.
                if is_cancelled_from_outside():
                    raise
                await self._after_failure("cancelled inside")
            except Exception as error:  # noqa: BLE001 - database away, disk full: whatever it is, it passes
                await self._after_failure(repr(error))

    async def _work(self) -> None:
        """One claim and what follows from it."""
        self._bus_back.clear()
        if not self._bus.ready:
            await self._rest(self._bus_back, self._poll_s)
            return
        self._woken.clear()
        rows = await self._outbox.claim(now=self._clock.now(), lease=self._lease, limit=self._batch)
        if not rows:
            await self._rest(self._woken, self._poll_s)
            return
        if not await self._tell(rows):
            await self._after_failure("nothing of the batch was confirmed")
            return
        self._failures = 0
        if len(rows) < self._batch:  # that was all: the next commit wakes
            await self._rest(self._woken, self._poll_s)

    async def _tell(self, rows: Sequence[Waiting]) -> bool:
        """Publish and record; whether anything was confirmed."""
        results = await self._bus.publish([row.message for row in rows])
        now = self._clock.now()
        confirmed = [row for row, result in zip(rows, results, strict=True) if result is None]
        if confirmed:
            await self._outbox.mark_sent([row.message.event_id for row in confirmed], now=now)
            oldest = min(row.created_at for row in confirmed)
            self._observer.published(len(confirmed), lag_s=(now - oldest).total_seconds())
        if len(confirmed) < len(rows):
            await self._put_back(rows, results)
        return bool(confirmed)

    async def _put_back(self, rows: Sequence[Waiting], results: Sequence[Exception | None]) -> None:
        now = self._clock.now()
        unsent = [(row, result) for row, result in zip(rows, results, strict=True) if result is not None]
        # Nothing is wrong with a row that met no broker: it is due at once when there is one again.
        kept = [(row.message.event_id, now) for row, result in unsent if isinstance(result, BusAway)]
        failed = [
            (row.message.event_id, now + timedelta(seconds=pause_s(row.attempts)))
            for row, result in unsent
            if not isinstance(result, BusAway)
        ]
        if kept:
            await self._outbox.put_back(kept, count_attempt=False)
        if failed:
            await self._outbox.put_back(failed, count_attempt=True)
        self._observer.publish_failed(len(unsent))
        _log.warning("relay.unconfirmed", count=len(unsent), first=repr(unsent[0][1]))

    async def _after_failure(self, reason: str) -> None:
        """Pause, longer each time; a returning broker ends the pause at once."""
        _log.warning("relay.pause", reason=reason, failures=self._failures + 1)
        await self._rest(self._bus_back, pause_s(self._failures))
        self._failures += 1

    async def _rest(self, until: asyncio.Event, longest_s: float) -> None:
        if self._stopping.is_set():
            return
        try:
            async with asyncio.timeout(longest_s):
                await until.wait()
        except TimeoutError:
            pass


def pause_s(failures: int) -> float:
    """Doubling from 0.1 s to 5 s, less up to half at random so that replicas do not march in step."""
    longest: float = min(_FIRST_PAUSE_S * 2 ** min(failures, 10), _LONGEST_PAUSE_S)
    return longest * (0.5 + random.random() / 2)  # noqa: S311 - spreads load, guards nothing
