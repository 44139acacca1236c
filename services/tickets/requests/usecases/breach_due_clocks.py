"""Tell the clocks that ran out, and those that soon will. Source: handbook T-04, T-06, T-13."""

from services.tickets.requests.domain.clocks import breach_overdue, warn_near
from services.tickets.requests.repository import due_clocks
from services.tickets.requests.usecases.advancing import renew, tell_breaches, tell_near
from shared.runtime.unit_of_work import Transaction


async def breach_due_clocks(tx: Transaction, *, limit: int) -> int:
    """How many clocks were due, at most `limit`; none where others hold all their tickets.

    `breached_at` is the due time, whenever this runs. What ran out meanwhile is told as breached alone.
    """
    due = await due_clocks.due_tickets(tx.session, tx.now, limit)
    locked = await due_clocks.lock_tickets(tx.session, due)
    for ticket in locked:
        late = breach_overdue(ticket.clocks, tx.now)
        near = warn_near(ticket.clocks, tx.now)
        if late or near:  # somebody may have met them between the look and the lock
            renew(ticket)
            tell_breaches(tx, ticket, late)
            tell_near(tx, ticket, near)
    return len(due) if locked else 0
