"""The imports' own timers."""

from datetime import timedelta

from services.residents.confidential import Confidential
from services.residents.roster.usecases.piece_of_work import Worker
from services.residents.roster.usecases.work_on_imports import forget_imports, work_on_imports
from shared.kernel.ids import new_id
from shared.runtime.context import Context
from shared.runtime.jobs import Job
from shared.runtime.unit_of_work import UnitOfWork


def jobs_of(confidential: Confidential, *, most_rows: int, kept: timedelta) -> list[Job]:
    """Every replica ticks; an import is leased to one of them for as long as it goes on."""
    owner = new_id()

    def worker(unit_of_work: UnitOfWork, context: Context) -> Worker:
        return Worker(unit_of_work, confidential, context, owner, most_rows)

    async def work(unit_of_work: UnitOfWork, context: Context) -> None:
        await work_on_imports(worker(unit_of_work, context))

    async def forget(unit_of_work: UnitOfWork, context: Context) -> None:
        await forget_imports(worker(unit_of_work, context), kept=kept)

    return [
        Job("roster_imports", every=timedelta(seconds=1), run=work),
        Job("forget_roster_imports", every=timedelta(hours=1), run=forget),
    ]
