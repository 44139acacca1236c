"""Delete from the store what no row names any more; safe to repeat at any point."""

from datetime import timedelta

from services.residents.archives.documents import repository
from shared.runtime.context import Context
from shared.runtime.files.store import FileStore
from shared.runtime.unit_of_work import UnitOfWork

_BATCH = 200
STRAY_AFTER = timedelta(hours=1)


async def remove_released(files: FileStore, unit_of_work: UnitOfWork, context: Context) -> None:
    """Contents of destroyed documents: first the content, then its row; a crash in between repeats the first."""
    is_more = True
    while is_more:
        async with unit_of_work.database.read() as session:
            released = await repository.released_objects(session, limit=_BATCH)
        for object_id in released:
            await files.delete(object_id)
        async with unit_of_work.begin(context) as tx:
            await repository.forget_objects(tx.session, released)
        is_more = len(released) == _BATCH


async def remove_strays(files: FileStore, unit_of_work: UnitOfWork) -> None:
    """Objects whose upload never committed. A young one may still commit: it is left for the next turn."""
    before = unit_of_work.clock.now() - STRAY_AFTER
    async for keys in files.keys_older_than(before):
        async with unit_of_work.database.read() as session:
            known = await repository.known_objects(session, keys)
        for key in keys:
            if key not in known:
                await files.delete(key)
