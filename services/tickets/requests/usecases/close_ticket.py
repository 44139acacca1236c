"""Tell the requester the result, then close; or send it back to work. Source: handbook T-01, T-09, T-11, T-16."""

from services.tickets.follow_ups.domain.errors import ReasonNeeded
from services.tickets.requests.domain.errors import RequesterNotTold
from services.tickets.requests.domain.lifecycle import Action
from services.tickets.requests.domain.settlement import PaymentStatus
from services.tickets.requests.models import Ticket
from services.tickets.requests.schemas.actions import Closing
from services.tickets.requests.usecases.advancing import advance, load_for_change
from services.tickets.requests.usecases.ending import end_solved
from services.tickets.requests.usecases.pricing import price
from services.tickets.requests.usecases.reopen_ticket import send_back
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def close_ticket(tx: Transaction, caller: Caller, ticket_id: str, closing: Closing) -> Ticket:
    """Closed with its billable items told, and a follow-up planned where the sample takes it.

    Not satisfied: reopened instead (T-11). Raises RequesterNotTold, ReasonNeeded.
    """
    ticket = await load_for_change(tx, caller, ticket_id, with_quotes=True)
    if not closing.told_requester:
        raise RequesterNotTold(pointer="/told_requester")
    if not closing.satisfied:
        if closing.note is None:
            raise ReasonNeeded(pointer="/note")
        return send_back(tx, caller, ticket, closing.note)

    advance(tx, ticket, Action.CLOSE, caller.account_id, note=closing.note)
    price(ticket)
    if ticket.billable_fen:
        ticket.payment_status = PaymentStatus.AWAITING_CHARGE
    await end_solved(tx, ticket)
    return ticket
