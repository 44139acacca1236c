"""Record which worker passes missed the 30 minutes, exactly at the moment they did. Source: handbook A-31."""

from services.access.repository import passes
from shared.runtime.context import Context
from shared.runtime.unit_of_work import UnitOfWork

_BATCH = 100


async def record_breaches(unit_of_work: UnitOfWork, context: Context) -> None:
    """Batch by batch, each committed by itself; a pass issued meanwhile has recorded its own."""
    found = _BATCH
    while found == _BATCH:
        async with unit_of_work.begin(context) as tx:
            late = await passes.lock_overdue(tx.session, tx.now, _BATCH)
            for card in late:
                card.breached_at = card.due_at
        found = len(late)
