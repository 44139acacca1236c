"""Hand a repair to the builder or contractor. Source: handbook T-10."""

from services.tickets.requests.domain.errors import NotWarrantyWork
from services.tickets.requests.domain.intake import Category, Department
from services.tickets.requests.domain.lifecycle import Action
from services.tickets.requests.models import Ticket
from services.tickets.requests.usecases.advancing import advance, load_for_change
from services.tickets.requests.usecases.pricing import price
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def flag_warranty(tx: Transaction, caller: Caller, ticket_id: str, reason: str) -> Ticket:
    """Goes to the developer's department without a name: an assistant takes it up and accompanies the contractor.

    A price that was put already is decided first: the table has no way from there. One that was accepted is owed no
    longer, and the history says how much. Raises NotWarrantyWork.
    """
    ticket = await load_for_change(tx, caller, ticket_id, with_quotes=True)
    dropped = {"amount_fen": ticket.billable_fen} if ticket.billable_fen else {}
    advance(tx, ticket, Action.FLAG_WARRANTY, caller.account_id, note=reason, **dropped)
    if ticket.category != Category.REPAIR:
        raise NotWarrantyWork
    ticket.is_warranty = True
    ticket.department = Department.DEVELOPER
    ticket.assignee_id = None
    ticket.accepted_at = None
    price(ticket)
    return ticket
