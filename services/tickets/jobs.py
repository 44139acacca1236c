"""Timers: what becomes due."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from services.tickets.committee.usecases.settle_matter import tell_overdue as tell_overdue_matters
from services.tickets.corrective_actions import repository as corrective_actions
from services.tickets.corrective_actions.usecases.find_repetition import matters_of, settle_matter
from services.tickets.corrective_actions.usecases.tell_overdue_actions import tell_overdue_actions
from services.tickets.escalations.usecases.grow_old_complaints import grow_old_complaints
from services.tickets.escalations.usecases.pass_on_unanswered import pass_on_unanswered
from services.tickets.follow_ups.usecases.draw_on_site import draw_late_months
from services.tickets.follow_ups.usecases.tell_due_follow_ups import tell_due_follow_ups
from services.tickets.incidents.usecases.raise_incidents import raise_incidents
from services.tickets.patrols.usecases.sum_scores import sum_scores
from services.tickets.promises.usecases.tell_due_promises import tell_due_promises
from services.tickets.quality_samples.usecases.count_samples import count_samples
from services.tickets.quality_samples.usecases.draw_samples import draw_due_months
from services.tickets.requests.usecases.breach_due_clocks import breach_due_clocks
from services.tickets.requests.usecases.tell_due_progress import tell_due_progress
from services.tickets.statistics.usecases.file_unsatisfied import file_unsatisfied
from shared.runtime.context import Context
from shared.runtime.jobs import Job
from shared.runtime.unit_of_work import Transaction, UnitOfWork

_BATCH = 100
_BATCHES_A_TICK = 20


async def _breach_clocks(unit_of_work: UnitOfWork, context: Context) -> None:
    await _in_batches(unit_of_work, context, lambda tx: breach_due_clocks(tx, limit=_BATCH))


async def _follow_ups_due(unit_of_work: UnitOfWork, context: Context) -> None:
    await _in_batches(unit_of_work, context, lambda tx: tell_due_follow_ups(tx, limit=_BATCH))


async def _committee_matters_overdue(unit_of_work: UnitOfWork, context: Context) -> None:
    await _in_batches(unit_of_work, context, lambda tx: tell_overdue_matters(tx, limit=_BATCH))


async def _raise_incidents(unit_of_work: UnitOfWork, context: Context) -> None:
    await _in_batches(unit_of_work, context, lambda tx: raise_incidents(tx, limit=_BATCH))


async def _actions_overdue(unit_of_work: UnitOfWork, context: Context) -> None:
    await _in_batches(unit_of_work, context, lambda tx: tell_overdue_actions(tx, limit=_BATCH))


async def _find_repetition(unit_of_work: UnitOfWork, context: Context) -> None:
    """Looking holds no lock; each matter that is found is settled in a transaction of its own."""
    async with unit_of_work.database.read() as session:
        communities = await corrective_actions.communities(session)
    for community_id in communities:
        async with unit_of_work.database.read() as session:
            found = await matters_of(session, community_id, unit_of_work.clock.now(), limit=_BATCH)
        for repeated in found:
            async with unit_of_work.begin(context) as tx:
                await settle_matter(tx, repeated)


async def _promises_due(unit_of_work: UnitOfWork, context: Context) -> None:
    await _in_batches(unit_of_work, context, lambda tx: tell_due_promises(tx, limit=_BATCH))


async def _progress_due(unit_of_work: UnitOfWork, context: Context) -> None:
    await _in_batches(unit_of_work, context, lambda tx: tell_due_progress(tx, limit=_BATCH))


async def _slips_unanswered(unit_of_work: UnitOfWork, context: Context) -> None:
    left: set[str] = set()
    await _in_batches(unit_of_work, context, lambda tx: pass_on_unanswered(tx, limit=_BATCH, passed_by=left))


async def _complaints_grow(unit_of_work: UnitOfWork, context: Context) -> None:
    left: set[str] = set()
    await _in_batches(unit_of_work, context, lambda tx: grow_old_complaints(tx, limit=_BATCH, passed_by=left))


async def _draw_samples(unit_of_work: UnitOfWork, context: Context) -> None:
    async with unit_of_work.begin(context) as tx:
        await draw_due_months(tx)


async def _count_samples(unit_of_work: UnitOfWork, context: Context) -> None:
    await _in_batches(unit_of_work, context, lambda tx: count_samples(tx, limit=_BATCH))


async def _file_unsatisfied(unit_of_work: UnitOfWork, context: Context) -> None:
    async with unit_of_work.database.read() as session:
        communities = await corrective_actions.communities(session)
    for community_id in communities:
        async with unit_of_work.begin(context) as tx:
            await file_unsatisfied(tx, community_id)


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
    Job(name="committee_matters_overdue", every=timedelta(seconds=60), run=_committee_matters_overdue),
    Job(name="raise_incidents", every=timedelta(seconds=15), run=_raise_incidents),
    Job(name="find_repetition", every=timedelta(minutes=2), run=_find_repetition),
    Job(name="corrective_actions_overdue", every=timedelta(minutes=1), run=_actions_overdue),
    Job(name="promises_due", every=timedelta(seconds=5), run=_promises_due),
    Job(name="progress_due", every=timedelta(seconds=30), run=_progress_due),
    Job(name="slips_unanswered", every=timedelta(seconds=30), run=_slips_unanswered),
    Job(name="complaints_grow", every=timedelta(minutes=10), run=_complaints_grow),
    Job(name="sum_patrol_scores", every=timedelta(minutes=30), run=sum_scores),
    Job(name="file_unsatisfied_repairs", every=timedelta(hours=1), run=_file_unsatisfied),
    Job(name="draw_quality_samples", every=timedelta(hours=1), run=_draw_samples),
    Job(name="draw_on_site", every=timedelta(hours=1), run=draw_late_months),
    Job(name="count_quality_samples", every=timedelta(hours=1), run=_count_samples),
]
