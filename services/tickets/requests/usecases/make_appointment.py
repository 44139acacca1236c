"""Agree a time. Source: handbook T-05, T-07, T-08."""

from services.tickets.requests.domain.appointments import check_start, is_promised_at_once, restarts_clocks
from services.tickets.requests.domain.lifecycle import Action
from services.tickets.requests.models import Ticket
from services.tickets.requests.schemas.actions import Appointment
from services.tickets.requests.usecases.advancing import advance, load_for_change, standing_of
from services.tickets.requests.usecases.rescheduling import reschedule
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def make_appointment(tx: Transaction, caller: Caller, ticket_id: str, wanted: Appointment) -> Ticket:
    """The latest agreement replaces the one before; the history keeps both.

    A time that the resident asks for counts once a lead has confirmed it. Raises AppointmentPast, AppointmentTooFar.
    """
    ticket = await load_for_change(tx, caller, ticket_id)
    check_start(wanted.starts_at, tx.now)

    advance(
        tx, ticket, Action.APPOINT, caller.account_id,
        note=wanted.reason, starts_at=wanted.starts_at.isoformat(), asked_by=wanted.asked_by.value,
    )  # fmt: skip
    ticket.appointment_at = wanted.starts_at
    ticket.appointment_asked_by = wanted.asked_by
    ticket.appointment_reason = wanted.reason
    ticket.appointment_made_by = caller.account_id
    promised = is_promised_at_once(wanted.asked_by, standing_of(caller))
    ticket.appointment_confirmed_by = caller.account_id if promised else None
    ticket.appointment_confirmed_at = tx.now if promised else None
    if promised and restarts_clocks(wanted.asked_by):
        ticket.clocks_from = wanted.starts_at
        await reschedule(tx, ticket)
    return ticket
