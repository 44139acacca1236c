"""Timers of the household files."""

from datetime import timedelta

from services.residents.archives.documents.usecases.sweep_store import remove_released, remove_strays
from services.residents.archives.loans.usecases.remind_of_loans import remind_of_loans
from shared.runtime.context import Context
from shared.runtime.files.store import FileStore
from shared.runtime.jobs import Job
from shared.runtime.unit_of_work import UnitOfWork


def archive_jobs(files: FileStore) -> list[Job]:
    """Contents of destroyed documents go, strays of uploads go, loans are reminded of (R-12, R-14)."""

    async def released(unit_of_work: UnitOfWork, context: Context) -> None:
        await remove_released(files, unit_of_work, context)

    async def strays(unit_of_work: UnitOfWork, _context: Context) -> None:
        await remove_strays(files, unit_of_work)

    return [
        Job("archive_released_contents", every=timedelta(seconds=30), run=released),
        Job("archive_stray_contents", every=timedelta(hours=1), run=strays),
        Job("archive_loans_due", every=timedelta(minutes=5), run=remind_of_loans),
    ]
