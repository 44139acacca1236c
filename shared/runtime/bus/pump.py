"""Takes one queue's messages from the in-process store to its handler."""

import asyncio
import contextlib
import time
from functools import partial

import structlog

from shared.runtime.bus.base import Delivery, Handle, Handling
from shared.runtime.bus.failures import failure_of, is_cancelled_from_outside, is_final, reason_of
from shared.runtime.bus.in_process_store import Store, Stored
from shared.runtime.bus.lanes import Lanes
from shared.runtime.bus.observer import Observer

_log = structlog.get_logger(__name__)

_LONGEST_REST_S = 5.0
_PAUSE_AFTER_FAILURE_S = 0.5


class Pump:
    """Up to `prefetch` messages are in the lanes; the rest waits in the file."""

    def __init__(self, queue: str, handle: Handle, store: Store, handling: Handling, observer: Observer) -> None:
        self._queue = queue
        self._handle = handle
        self._store = store
        self._handling = handling
        self._observer = observer
        self._lanes = Lanes(handling.concurrency)
        self._in_hand: set[int] = set()
        self._has_more = False
        self._woken = asyncio.Event()
        self._stopping = False
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to deliver."""
        if self._task is None:
            self._task = asyncio.create_task(self._run(), name=f"pump {self._queue}")

    async def stop(self) -> None:
        """Take no more and finish what is in the lanes; what takes longer is cancelled and stays in the file."""
        self._stopping = True
        self._woken.set()
        if self._task is not None:
            await self._task
        await self._lanes.close(self._handling.stop_timeout_s)

    def wake(self) -> None:
        """Something may be due."""
        self._woken.set()

    async def _run(self) -> None:
        rest_s = 0.0
        while not self._stopping:
            try:
                await self._rest(rest_s)
                self._woken.clear()
                await self._fill()
                rest_s = await self._longest_rest()
            except asyncio.CancelledError:
                if is_cancelled_from_outside():
                    raise
                rest_s = _PAUSE_AFTER_FAILURE_S
            except Exception as error:  # noqa: BLE001 - a file that cannot be read now may be readable later
                _log.warning("bus.read_failed", queue=self._queue, reason=repr(error))
                rest_s = _PAUSE_AFTER_FAILURE_S

    async def _rest(self, longest_s: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(longest_s):
                await self._woken.wait()

    async def _longest_rest(self) -> float:
        """Retries of this process wake by themselves; those of an earlier one are looked up."""
        if self._woken.is_set():
            return _LONGEST_REST_S
        moment = await self._store.next_due_at(self._queue)
        return _LONGEST_REST_S if moment is None else min(max(moment - time.time(), 0.0), _LONGEST_REST_S)

    async def _fill(self) -> None:
        free = self._handling.prefetch - len(self._in_hand)
        if free <= 0:
            return
        # Outcomes written while the file was being read are still due in what was read.
        known = self._in_hand | self._store.unsettled
        due = await self._store.due(self._queue, limit=len(known) + free)
        self._has_more = len(due) == len(known) + free
        known |= self._in_hand
        fresh = [stored for stored in due if stored.position not in known][:free]
        if self._stopping:
            return
        for stored in fresh:
            self._in_hand.add(stored.position)
            self._lanes.add(stored.message.key, partial(self._deliver, stored))

    async def _deliver(self, stored: Stored) -> None:
        message, attempt = stored.message, stored.attempts + 1
        failure = await failure_of(self._handle, Delivery(message, attempt))
        if failure is None:
            self._store.done(stored.position)
        elif is_final(failure, attempt, self._handling.retry_delays_s):
            reason = reason_of(failure)
            _log.error("delivery.dead", queue=self._queue, event_id=message.event_id, reason=reason)
            self._observer.dead(self._queue, message.routing_key)
            self._store.bury(stored.position, attempts=attempt, reason=reason)
        else:
            self._retry(stored, attempt, failure)
        self._in_hand.discard(stored.position)
        if self._has_more and len(self._in_hand) <= self._handling.prefetch // 2:
            self._woken.set()

    def _retry(self, stored: Stored, attempt: int, failure: Exception) -> None:
        message, delay_s = stored.message, self._handling.retry_delays_s[attempt - 1]
        reason = reason_of(failure)
        _log.warning("delivery.retry", queue=self._queue, event_id=message.event_id, reason=reason)
        self._observer.retried(self._queue, message.routing_key)
        self._store.delay(stored.position, attempts=attempt, due_at=time.time() + delay_s, reason=reason)
        asyncio.get_running_loop().call_later(delay_s, self._woken.set)
