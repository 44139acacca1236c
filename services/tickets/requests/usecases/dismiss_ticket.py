"""Explain and close what is invalid or withdrawn. Source: handbook T-15."""

from services.tickets.requests.domain.clocks import Clock
from services.tickets.requests.domain.errors import LeadDecides
from services.tickets.requests.domain.lifecycle import Action, Outcome, Validity
from services.tickets.requests.models import Ticket
from services.tickets.requests.schemas.actions import Dismissal
from services.tickets.requests.usecases.advancing import advance, load_for_change, meet, standing_of
from services.tickets.requests.usecases.resume_ticket import end_pause
from services.tickets.requests.usecases.telling import tell_closed
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def dismiss_ticket(tx: Transaction, caller: Caller, ticket_id: str, dismissal: Dismissal) -> Ticket:
    """Nothing is billed and nobody visits. Raises LeadDecides: validity is not the desk's to judge."""
    if dismissal.outcome is Outcome.INVALID and not standing_of(caller).is_lead:
        raise LeadDecides
    ticket = await load_for_change(tx, caller, ticket_id, with_quotes=True)
    await end_pause(tx, caller, ticket)
    advance(tx, ticket, Action.DISMISS, caller.account_id, note=dismissal.explanation, outcome=dismissal.outcome.value)
    ticket.outcome = dismissal.outcome
    ticket.validity = Validity.INVALID if dismissal.outcome is Outcome.INVALID else ticket.validity
    ticket.explanation = dismissal.explanation
    ticket.closed_at = tx.now
    ticket.billable_fen = 0

    meet(tx, ticket, set(Clock))
    await tell_closed(tx, ticket, dismissal.outcome)
    return ticket
