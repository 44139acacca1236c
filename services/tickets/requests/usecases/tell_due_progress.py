"""Tell the owner that the requester is to hear of the progress. Source: handbook T-20."""

from services.tickets.requests.repository import care
from services.tickets.requests.usecases.telling import state_of
from shared.contracts.tickets import TicketProgressDue
from shared.runtime.unit_of_work import Transaction


async def tell_due_progress(tx: Transaction, *, limit: int) -> int:
    """How many reports fell due, at most `limit`; each is told once, the next one after the report is made."""
    due = await care.lock_progress_to_tell(tx.session, tx.now, limit)
    for ticket in due:
        due_at = ticket.progress_tell_at or tx.now
        ticket.progress_tell_at = None
        tx.publish(ticket, TicketProgressDue(**state_of(ticket), due_at=due_at))
    return len(due)
