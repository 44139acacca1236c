"""A slip is tracked to the end of its ticket. Source: handbook T-14."""

from services.tickets.escalations import repository as escalations
from services.tickets.escalations.domain.ladder import SLIPS, SlipAction, SlipStatus
from services.tickets.requests.models import Ticket
from shared.runtime.unit_of_work import Transaction


async def close_slips(tx: Transaction, ticket: Ticket) -> None:
    """Those that are open yet, answered or not; the ticket is locked."""
    for slip in await escalations.slips_of(tx.session, ticket.id):
        if slip.closed_at is None:
            slip.status = SLIPS.next(SlipStatus(slip.status), SlipAction.CLOSE)
            slip.closed_at = tx.now
