"""Take a ticket on. Source: handbook flows 1."""

from services.tickets.requests.domain.errors import NotTheAssignee
from services.tickets.requests.domain.intake import Department
from services.tickets.requests.domain.lifecycle import Action
from services.tickets.requests.models import Ticket
from services.tickets.requests.usecases.advancing import advance, load_for_change, standing_of
from services.tickets.requests.usecases.telling import state_of
from shared.contracts.tickets import TicketAccepted
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def accept_ticket(tx: Transaction, caller: Caller, ticket_id: str, note: str | None) -> Ticket:
    """By the assignee; what was sent to a department, by any of its staff, who then is it. Raises NotTheAssignee."""
    ticket = await load_for_change(tx, caller, ticket_id)
    advance(tx, ticket, Action.ACCEPT, caller.account_id, note=note)
    if ticket.assignee_id is None and standing_of(caller).fits(Department(ticket.department)):
        ticket.assignee_id = caller.account_id
    if ticket.assignee_id != caller.account_id:
        raise NotTheAssignee
    ticket.accepted_at = tx.now

    tx.publish(ticket, TicketAccepted(**state_of(ticket)))
    return ticket
