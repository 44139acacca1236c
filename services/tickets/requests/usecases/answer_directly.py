"""Answer at once, and close: for what words settle. Source: handbook T-01, T-04."""

from services.tickets.domain.labels import CODE_TABLES
from services.tickets.requests.domain.errors import NotSettledByAnswer
from services.tickets.requests.domain.intake import Category, is_settled_by_an_answer
from services.tickets.requests.domain.lifecycle import Action
from services.tickets.requests.models import Ticket
from services.tickets.requests.usecases.advancing import advance, load_for_change
from services.tickets.requests.usecases.ending import end_solved
from services.tickets.requests.usecases.resume_ticket import end_pause
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def answer_directly(tx: Transaction, caller: Caller, ticket_id: str, answer: str) -> Ticket:
    """All clocks are met, a follow-up is planned where the sample takes it. Raises NotSettledByAnswer."""
    ticket = await load_for_change(tx, caller, ticket_id, with_quotes=True)
    if not is_settled_by_an_answer(Category(ticket.category)):
        raise NotSettledByAnswer(category=CODE_TABLES["ticket_category"][ticket.category])
    await end_pause(tx, caller, ticket)
    advance(tx, ticket, Action.ANSWER_DIRECTLY, caller.account_id, note=answer)
    ticket.work_done = answer
    ticket.completed_at = tx.now
    await end_solved(tx, ticket)
    return ticket
