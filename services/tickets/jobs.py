"""Timers: what becomes due."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from services.tickets.follow_ups.usecases.tell_due_follow_ups import tell_due_follow_ups
from services.tickets.quality_samples.usecases.count_samples import count_samples
from services.tickets.quality_samples.usecases.draw_samples import draw_due_months
from services.tickets.requests.usecases.breach_due_clocks import breach_due_clocks
from shared.runtime.context import Context
from shared.runtime.jobs import Job
from shared.runtime.unit_of_work import Transaction, UnitOfWork

_BATCH = 100
_BATCHES_A_TICK = 20


async def _breach_clocks(unit_of_work: UnitOfWork, context: Context) -> None:
    await _in_batches(unit_of_work, context, lambda tx: breach_due_clocks(tx, limit=_BATCH))


async def _follow_ups_due(unit_of_work: UnitOfWork, context: Context) -> None:
    await _in_batches(unit_of_work, context, lambda tx: tell_due_follow_ups(tx, limit=_BATCH))


async def _draw_samples(unit_of_work: UnitOfWork, context: Context) -> None:
    async with unit_of_work.begin(context) as tx:
        await draw_due_months(tx)


async def _count_samples(unit_of_work: UnitOfWork, context: Context) -> None:
    await _in_batches(unit_of_work, context, lambda tx: count_samples(tx, limit=_BATCH))


async def _in_batches(
    unit_of_work: UnitOfWork, context: Context, work: Callable[[Transaction], Awaitable[int]]
) -> None:
    """A transaction per batch, so that nobody waits long for a lock; what is left waits for the next tick."""
    for _ in range(_BATCHES_A_TICK):
        async with unit_of_work.begin(context) as tx:
            done = await work(tx)
        if done < _BATCH:
            return


JOBS: list[Job] = [
    Job(name="breach_clocks", every=timedelta(seconds=5), run=_breach_clocks),
    Job(name="follow_ups_due", every=timedelta(seconds=30), run=_follow_ups_due),
    Job(name="draw_quality_samples", every=timedelta(hours=1), run=_draw_samples),
    Job(name="count_quality_samples", every=timedelta(hours=1), run=_count_samples),
]
