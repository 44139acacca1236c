"""Tell the clocks that ran out. Source: handbook T-04, T-06, T-13."""

from services.tickets.requests.domain.clocks import breach_overdue
from services.tickets.requests.repository import tickets
from services.tickets.requests.usecases.advancing import renew, tell_breaches
from shared.runtime.unit_of_work import Transaction


async def breach_due_clocks(tx: Transaction, *, limit: int) -> int:
    """How many tickets were worked on, at most `limit`; `breached_at` is the due time, whenever this runs."""
    overdue = await tickets.lock_overdue(tx.session, tx.now, limit)
    for ticket in overdue:
        late = breach_overdue(ticket.clocks, tx.now)
        if late:  # somebody may have met them between the look and the lock
            renew(ticket)
            tell_breaches(tx, ticket, late)
    return len(overdue)
