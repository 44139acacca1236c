"""The lead promises a time that the resident asked for. Source: handbook T-05, T-08, T-15."""

from services.tickets.requests.domain.appointments import AskedBy, check_still_ahead, restarts_clocks
from services.tickets.requests.domain.errors import LeadDecides, NothingToConfirm
from services.tickets.requests.domain.lifecycle import Action
from services.tickets.requests.models import Ticket
from services.tickets.requests.usecases.advancing import advance, load_for_change, standing_of
from services.tickets.requests.usecases.rescheduling import reschedule
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def confirm_appointment(tx: Transaction, caller: Caller, ticket_id: str, note: str | None) -> Ticket:
    """From now on the clocks count from the agreed time. Raises LeadDecides, NothingToConfirm, AppointmentPast."""
    if not standing_of(caller).is_lead:
        raise LeadDecides
    ticket = await load_for_change(tx, caller, ticket_id)
    if ticket.appointment_at is None or ticket.appointment_confirmed_at is not None:
        raise NothingToConfirm
    check_still_ahead(ticket.appointment_at, tx.now)

    advance(
        tx, ticket, Action.CONFIRM_APPOINTMENT, caller.account_id,
        note=note, starts_at=ticket.appointment_at.isoformat(),
    )  # fmt: skip
    ticket.appointment_confirmed_by = caller.account_id
    ticket.appointment_confirmed_at = tx.now
    if restarts_clocks(AskedBy(ticket.appointment_asked_by or AskedBy.US)):
        ticket.clocks_from = ticket.appointment_at
        await reschedule(tx, ticket)
    return ticket
