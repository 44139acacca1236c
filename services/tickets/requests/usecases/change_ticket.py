"""Correct what was taken in. Source: handbook T-05, T-12, T-28."""

from typing import Any

from services.tickets.requests.domain.errors import LeadDecides
from services.tickets.requests.domain.intake import Category, Severity, nature_of
from services.tickets.requests.domain.lifecycle import Action
from services.tickets.requests.domain.matters import matter_and_place
from services.tickets.requests.models import Ticket
from services.tickets.requests.schemas.intake import TicketChange
from services.tickets.requests.usecases.advancing import advance, load_for_change, standing_of
from services.tickets.requests.usecases.open_ticket import check_severity
from services.tickets.requests.usecases.rescheduling import reschedule
from services.tickets.requests.usecases.telling import state_of
from shared.contracts.tickets import TicketSeverityChanged
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def change_ticket(tx: Transaction, caller: Caller, ticket_id: str, change: TicketChange) -> Ticket:
    """Only what differs is a change; another severity recomputes the clocks.

    Raises LeadDecides, SeverityNotOfCategory.
    """
    ticket = await load_for_change(tx, caller, ticket_id)
    given = change.model_dump(include=change.model_fields_set)
    differing: dict[str, Any] = {name: value for name, value in given.items() if getattr(ticket, name) != value}
    severity: Severity | None = differing.get("severity")
    if severity is not None:
        if not standing_of(caller).is_lead:
            raise LeadDecides(pointer="/severity")
        check_severity(Category(ticket.category), severity)

    if not differing:
        return ticket
    before = ticket.severity
    advance(tx, ticket, Action.UPDATE, caller.account_id, fields=sorted(differing))
    for name, value in differing.items():
        setattr(ticket, name, value)
    category = Category(ticket.category)
    ticket.matter, ticket.matter_place = matter_and_place(category, ticket.summary, ticket.room_code)
    if severity is not None:
        ticket.nature = nature_of(category, severity)
        await reschedule(tx, ticket)
        tx.publish(ticket, TicketSeverityChanged(**state_of(ticket), before=before, cause="judged"))
    return ticket
