"""Timers of attachments."""

from datetime import timedelta

from services.tickets.attachments.usecases.sweep_store import remove_strays
from shared.runtime.context import Context
from shared.runtime.files.store import FileStore
from shared.runtime.jobs import Job
from shared.runtime.unit_of_work import UnitOfWork


def attachment_jobs(files: FileStore) -> list[Job]:
    """Contents of uploads that never committed go."""

    async def strays(unit_of_work: UnitOfWork, _context: Context) -> None:
        await remove_strays(files, unit_of_work)

    return [Job("ticket_stray_contents", every=timedelta(hours=1), run=strays)]
