"""The desk asked both sides whether the agreed time stands. Source: handbook T-07."""

from services.tickets.requests.domain.appointments import check_to_confirm
from services.tickets.requests.domain.history import Step
from services.tickets.requests.models import Ticket
from services.tickets.requests.usecases.advancing import load_for_change, record, renew
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def confirm_with_both(tx: Transaction, caller: Caller, ticket_id: str, note: str | None) -> Ticket:
    """Counts for this agreed time alone; another one is confirmed anew. Raises NoTimeAgreed, AppointmentPast."""
    ticket = await load_for_change(tx, caller, ticket_id)
    agreed = check_to_confirm(ticket.appointment_at, tx.now, is_closed=ticket.closed_at is not None)
    renew(ticket)
    record(tx, ticket, Step.CONFIRM_WITH_BOTH, caller.account_id, note=note, starts_at=agreed.isoformat())
    ticket.both_confirmed_for = agreed
    return ticket
