"""Tells the bus what the outbox holds: at least once, in order within an aggregate, by any number of relays."""

import asyncio
import contextlib
import random
from collections.abc import Sequence
from datetime import timedelta
from functools import partial

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

_HALVES = 2
_SOON_S = 0.05
_FIRST_PAUSE_S = 0.1
_LONGEST_PAUSE_S = 5.0


class Relay:
    """Claims, publishes, marks sent, until `stop`.

    At most `batch` events are in flight, in halves: while one half is published the other is claimed or marked.
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
        self._half = max(batch // _HALVES, 1)
        self._outbox = Outbox(database, tables, owner=new_id(), batch=self._half)
        self._bus = bus
        self._clock = clock
        self._lease = timedelta(seconds=lease_s)
        self._poll_s = poll_s
        self._rest_s = poll_s
        self._observer = observer
        self._woken = asyncio.Event()
        self._looks = 0
        self._bus_back = asyncio.Event()
        self._stopping = False
        self._failures = 0
        self._must_pause = False
        self._places = asyncio.Semaphore(_HALVES)
        self._in_hand: set[asyncio.Task[None]] = set()
        self._task: asyncio.Task[None] | None = None
        bus.on_ready(self._on_bus_ready)

    async def start(self) -> None:
        """Begin; what was left by an earlier process goes first."""
        if self._task is None:
            self._stopping = False
            self._task = asyncio.create_task(self._run(), name="relay")

    async def stop(self) -> None:
        """Finish what is in hand and end. What is unsent stays in the outbox."""
        self._stopping = True
        self._woken.set()
        self._bus_back.set()
        if self._task is not None:
            await self._task
            self._task = None

    def wake(self) -> None:
        """There is something new: called after each commit that published."""
        self._looks += 1
        self._woken.set()

    def _on_bus_ready(self) -> None:
        self._bus_back.set()
        self._woken.set()

    async def _run(self) -> None:
        """The supervisor: only `stop`, or a cancellation from outside, ends it."""
        while not self._stopping:
            try:
                await self._work()
            except asyncio.CancelledError:
                if is_cancelled_from_outside():
                    raise
                self._note_failure("cancelled inside")
            except Exception as error:  # noqa: BLE001 - database away, disk full: whatever it is, it passes
                self._note_failure(repr(error))
        if self._in_hand:
            await asyncio.wait(self._in_hand)

    async def _work(self) -> None:
        """One claim; what it found is told in a task of its own."""
        self._bus_back.clear()
        if self._must_pause:
            self._must_pause = False
            await self._rest(self._bus_back, pause_s(self._failures - 1))  # a returning broker ends it at once
        elif not self._bus.ready:
            await self._rest(self._bus_back, self._poll_s)
        else:
            await self._places.acquire()
            try:
                found = 0 if self._stopping or self._must_pause else await self._claim()
            except BaseException:
                self._places.release()
                raise
            if not found:
                self._places.release()
            if found < self._half and not self._must_pause:  # that was all: the next commit wakes
                await self._rest(self._woken, self._rest_s)

    async def _claim(self) -> int:
        was_woken = self._woken.is_set()
        self._woken.clear()
        self._looks += 1
        looks = self._looks
        rows = await self._outbox.claim(now=self._clock.now(), lease=self._lease)
        if rows:
            self._rest_s = self._poll_s
            task = asyncio.create_task(self._tell(rows), name="relay batch")
            self._in_hand.add(task)
            task.add_done_callback(partial(self._on_told, looks))
        else:
            # Woken for nothing: another replica has it, or its predecessor. Look again soon, then ever later.
            self._rest_s = min(_SOON_S if was_woken else self._rest_s * 2, self._poll_s)
        return len(rows)

    def _on_told(self, looks: int, task: asyncio.Task[None]) -> None:
        """What was committed or looked for meanwhile may have waited for its predecessors in this batch."""
        self._in_hand.discard(task)
        self._places.release()
        if looks != self._looks:
            self._woken.set()

    async def _tell(self, rows: Sequence[Waiting]) -> None:
        """Publish and record. A failure between the two leaves the rows to their lease: they are told again."""
        try:
            if await self._publish(rows):
                self._failures = 0
            else:
                self._note_failure("nothing of the batch was confirmed")
        except asyncio.CancelledError:
            # aio-pika throws CancelledError into a publish when its connection dies.
            if is_cancelled_from_outside():
                raise
            self._note_failure("cancelled inside")
        except Exception as error:  # noqa: BLE001 - as in the supervisor
            self._note_failure(repr(error))

    async def _publish(self, rows: Sequence[Waiting]) -> bool:
        """Whether anything was confirmed."""
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

    def _note_failure(self, reason: str) -> None:
        """The next round is a pause, longer each time."""
        self._failures += 1
        self._must_pause = True
        self._woken.set()
        _log.warning("relay.pause", reason=reason, failures=self._failures)

    async def _rest(self, until: asyncio.Event, longest_s: float) -> None:
        if self._stopping:
            return
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(longest_s):
                await until.wait()


def pause_s(failures: int) -> float:
    """Doubling from 0.1 s to 5 s, less up to half at random so that replicas do not march in step."""
    longest: float = min(_FIRST_PAUSE_S * 2 ** min(failures, 10), _LONGEST_PAUSE_S)
    return longest * (0.5 + random.random() / 2)  # noqa: S311 - spreads load, guards nothing
