"""Timers: what becomes due."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from services.tickets.escalations.usecases.grow_old_complaints import grow_old_complaints
from services.tickets.escalations.usecases.pass_on_unanswered import pass_on_unanswered
from services.tickets.follow_ups.usecases.tell_due_follow_ups import tell_due_follow_ups
from services.tickets.promises.usecases.tell_due_promises import tell_due_promises
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


async def _promises_due(unit_of_work: UnitOfWork, context: Context) -> None:
    await _in_batches(unit_of_work, context, lambda tx: tell_due_promises(tx, limit=_BATCH))


async def _slips_unanswered(unit_of_work: UnitOfWork, context: Context) -> None:
    await _in_batches(unit_of_work, context, lambda tx: pass_on_unanswered(tx, limit=_BATCH))


async def _complaints_grow(unit_of_work: UnitOfWork, context: Context) -> None:
    await _in_batches(unit_of_work, context, lambda tx: grow_old_complaints(tx, limit=_BATCH))


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
    Job(name="promises_due", every=timedelta(seconds=5), run=_promises_due),
    Job(name="slips_unanswered", every=timedelta(seconds=30), run=_slips_unanswered),
    Job(name="complaints_grow", every=timedelta(minutes=10), run=_complaints_grow),
]
