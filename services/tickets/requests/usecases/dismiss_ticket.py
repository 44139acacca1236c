"""Explain and close what is invalid or withdrawn. Source: handbook T-15."""

from services.tickets.requests.domain.clocks import Clock
from services.tickets.requests.domain.errors import AgreedWorkIsBilled, LeadDecides
from services.tickets.requests.domain.lifecycle import Action, Outcome, Validity
from services.tickets.requests.models import Ticket
from services.tickets.requests.schemas.actions import Dismissal
from services.tickets.requests.usecases.advancing import advance, load_for_change, meet, standing_of
from services.tickets.requests.usecases.resume_ticket import end_pause
from services.tickets.requests.usecases.telling import tell_closed
from shared.kernel.money import money_text
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def dismiss_ticket(tx: Transaction, caller: Caller, ticket_id: str, dismissal: Dismissal) -> Ticket:
    """Nothing is billed and nobody visits. Raises LeadDecides: validity is not the desk's to judge.

    What a resident accepted is let go by the manager alone, and the history says how much. Raises AgreedWorkIsBilled.
    """
    if dismissal.outcome is Outcome.INVALID and not standing_of(caller).is_lead:
        raise LeadDecides(pointer="/outcome")
    ticket = await load_for_change(tx, caller, ticket_id, with_quotes=True)
    await end_pause(tx, caller, ticket)
    dropped = {"amount_fen": ticket.billable_fen} if ticket.billable_fen else {}
    outcome = dismissal.outcome.value
    advance(tx, ticket, Action.DISMISS, caller.account_id, note=dismissal.explanation, outcome=outcome, **dropped)
    if ticket.billable_fen and "manager" not in caller.roles:
        raise AgreedWorkIsBilled(amount=money_text(ticket.billable_fen))
    ticket.outcome = dismissal.outcome
    ticket.validity = Validity.INVALID if dismissal.outcome is Outcome.INVALID else ticket.validity
    ticket.explanation = dismissal.explanation
    ticket.closed_at = tx.now
    ticket.billable_fen = 0

    meet(tx, ticket, set(Clock))
    await tell_closed(tx, ticket, dismissal.outcome)
    return ticket
