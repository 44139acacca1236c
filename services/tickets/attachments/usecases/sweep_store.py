"""Delete from the store what no ticket names; safe to repeat at any point."""

from datetime import timedelta

from services.tickets.attachments import repository
from shared.runtime.files.store import FileStore
from shared.runtime.unit_of_work import UnitOfWork

STRAY_AFTER = timedelta(hours=1)


async def remove_strays(files: FileStore, unit_of_work: UnitOfWork) -> None:
    """Contents whose upload never committed. A young one may still commit: it is left for the next turn."""
    before = unit_of_work.clock.now() - STRAY_AFTER
    async for keys in files.keys_older_than(before):
        async with unit_of_work.database.read() as session:
            known = await repository.known_objects(session, keys)
        for key in keys:
            if key not in known:
                await files.delete(key)
