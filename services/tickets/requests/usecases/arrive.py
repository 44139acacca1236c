"""Somebody is on site. Source: handbook T-06, T-07."""

from services.tickets.requests.domain.clocks import Clock
from services.tickets.requests.domain.lifecycle import Action
from services.tickets.requests.models import Ticket
from services.tickets.requests.usecases.advancing import advance, load_for_change, meet
from services.tickets.requests.usecases.resume_ticket import end_pause
from services.tickets.requests.usecases.telling import state_of
from shared.contracts.tickets import TicketArrived
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def arrive(tx: Transaction, caller: Caller, ticket_id: str, note: str | None) -> Ticket:
    """Meets the arrival clock; after a reopening the first arrival stays the one that counts."""
    ticket = await load_for_change(tx, caller, ticket_id)
    await end_pause(tx, caller, ticket)
    advance(tx, ticket, Action.ARRIVE, caller.account_id, note=note)
    ticket.arrived_at = ticket.arrived_at or tx.now

    meet(tx, ticket, {Clock.ARRIVE})
    tx.publish(ticket, TicketArrived(**state_of(ticket)))
    return ticket
