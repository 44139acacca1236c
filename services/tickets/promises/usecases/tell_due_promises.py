"""Tell the promises that fall due and those that were broken. Source: handbook T-27."""

from services.tickets.promises import repository as promises
from services.tickets.promises.usecases.telling import tell_time
from shared.runtime.unit_of_work import Transaction


async def tell_due_promises(tx: Transaction, *, limit: int) -> int:
    """How many were looked at, at most `limit`; each is told once as due and once as broken."""
    awake = await promises.lock_awake(tx.session, tx.now, limit)
    for promise in awake:
        tell_time(tx, promise)
    return len(awake)
