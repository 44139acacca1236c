"""Periodic jobs that several replicas may run at once: a leased turn in the database lets one of them work."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

import structlog
from sqlalchemy import delete, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError

from shared.kernel.ids import new_id
from shared.runtime.context import Context
from shared.runtime.unit_of_work import UnitOfWork

log = structlog.get_logger()

Run = Callable[[UnitOfWork, Context], Awaitable[None]]
_MIN_LEASE = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class Job:
    """`run` is called every `every` by one replica; it opens its own transactions and is safe to repeat."""

    name: str
    every: timedelta
    run: Run


class JobRunner:
    """Ticks the jobs of one service. A job that raises is logged and tried again at its next turn."""

    def __init__(self, jobs: Sequence[Job], unit_of_work: UnitOfWork) -> None:
        self._jobs = {job.name: job for job in jobs}
        self._unit_of_work = unit_of_work
        self._owner = new_id()
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Begin ticking."""
        self._tasks = [asyncio.create_task(self._tick(job), name=f"job:{job.name}") for job in self._jobs.values()]

    async def stop(self) -> None:
        """Cancel what ticks; a job in the middle rolls back and runs again at the next start."""
        for task in self._tasks:
            task.cancel()
        for task in self._tasks:
            with contextlib.suppress(asyncio.CancelledError):
                await task
        self._tasks = []
        turns = self._unit_of_work.tables.job_turns
        with contextlib.suppress(DBAPIError, OSError):  # the lease runs out by itself
            async with self._unit_of_work.database.connection() as connection:
                await connection.execute(delete(turns).where(turns.c.owner == self._owner))

    async def run_now(self, name: str) -> None:
        """Run one job at once, whoever's turn it is."""
        await self._jobs[name].run(self._unit_of_work, _context())

    async def _tick(self, job: Job) -> None:
        while True:
            try:
                if await self._take_turn(job):
                    await job.run(self._unit_of_work, _context())
            except Exception:
                log.exception("job_failed", job=job.name)
            await asyncio.sleep(job.every.total_seconds())

    async def _take_turn(self, job: Job) -> bool:
        """Whether this replica works now: the turn is free, ours, or its holder has not been seen for the lease."""
        turns = self._unit_of_work.tables.job_turns
        now = self._unit_of_work.clock.now()
        lease_until = now + max(job.every * 3, _MIN_LEASE)
        dialect = sqlite if self._unit_of_work.database.is_sqlite else postgresql
        async with self._unit_of_work.database.connection() as connection:
            claim = dialect.insert(turns).values(name=job.name, owner=self._owner, lease_until=lease_until)
            await connection.execute(claim.on_conflict_do_nothing())
            held = (
                update(turns)
                .where(turns.c.name == job.name, or_(turns.c.owner == self._owner, turns.c.lease_until < now))
                .values(owner=self._owner, lease_until=lease_until, last_run_at=now)
            )
            await connection.execute(held)
            owner = await connection.scalar(select(turns.c.owner).where(turns.c.name == job.name))
        return bool(owner == self._owner)


def _context() -> Context:
    return Context(correlation_id=new_id())
