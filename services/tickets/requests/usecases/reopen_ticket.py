"""Dissatisfied = go again. Source: handbook T-11."""

from services.tickets.requests.domain.clocks import Clock, run_again
from services.tickets.requests.domain.lifecycle import Action
from services.tickets.requests.models import Ticket
from services.tickets.requests.usecases.advancing import advance, load_for_change
from services.tickets.requests.usecases.telling import state_of
from shared.contracts.tickets import TicketReopened
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def reopen_ticket(tx: Transaction, caller: Caller, ticket_id: str, reason: str) -> Ticket:
    """Completed work goes back to the same assignee."""
    return send_back(tx, caller, await load_for_change(tx, caller, ticket_id), reason)


def send_back(tx: Transaction, caller: Caller, ticket: Ticket, reason: str | None) -> Ticket:
    """The settlement clock runs on from where it started: the matter was never settled (T-08).

    A time that was agreed and has passed is over: whoever goes again counts from now, until another one is agreed.
    """
    advance(tx, ticket, Action.REOPEN, caller.account_id, note=reason)
    ticket.accepted_at = None
    ticket.completed_at = None
    ticket.sent_at = tx.now
    if ticket.appointment_at is not None and ticket.appointment_at < tx.now:
        _forget_appointment(ticket)
    run_again(ticket.clocks, {Clock.SETTLE})

    tx.publish(ticket, TicketReopened(**state_of(ticket)))
    return ticket


def _forget_appointment(ticket: Ticket) -> None:
    """The history keeps it, and the clocks that it restarted run on."""
    ticket.appointment_at = None
    ticket.appointment_asked_by = None
    ticket.appointment_reason = None
    ticket.appointment_made_by = None
    ticket.appointment_confirmed_by = None
    ticket.appointment_confirmed_at = None
