"""Concurrency with order: jobs of one key run one after the other, jobs of different keys side by side."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

Job = Callable[[], Awaitable[None]]


class Lanes:
    """At most `width` jobs run at a time. A job must not raise: what became of it is its own business."""

    def __init__(self, width: int) -> None:
        self._turns = asyncio.Semaphore(width)
        self._lanes: dict[str, deque[Job]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def add(self, key: str, job: Job) -> None:
        """Run `job` after every earlier job of `key`."""
        lane = self._lanes.get(key)
        if lane is not None:
            lane.append(job)
            return
        self._lanes[key] = lane = deque((job,))
        task = asyncio.create_task(self._run(key, lane))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _run(self, key: str, lane: deque[Job]) -> None:
        try:
            while lane:
                async with self._turns:
                    if lane:  # `close` may have come while this lane waited for its turn
                        await lane.popleft()()
        finally:
            # No await between the last look into the lane and this line: a job added meanwhile would be lost.
            del self._lanes[key]

    async def close(self, within_s: float) -> None:
        """Until every job has ended; what takes longer is cancelled."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=within_s)
        for lane in self._lanes.values():
            lane.clear()
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks)
