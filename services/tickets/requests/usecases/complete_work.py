"""The work is done and signed for. Source: handbook T-09."""

from services.tickets.requests.domain.clocks import Clock
from services.tickets.requests.domain.errors import ContractorNeeded, QuoteNeeded, SignatureNeeded, VisitNeeded
from services.tickets.requests.domain.intake import Category, must_be_quoted, needs_visit
from services.tickets.requests.domain.lifecycle import Action, Status
from services.tickets.requests.models import Ticket
from services.tickets.requests.schemas.actions import Completion
from services.tickets.requests.usecases.advancing import advance, load_for_change, meet
from services.tickets.requests.usecases.entering_lines import enter_lines
from services.tickets.requests.usecases.pricing import accepted_of
from services.tickets.requests.usecases.resume_ticket import end_pause
from services.tickets.requests.usecases.telling import state_of
from shared.contracts.tickets import TicketCompleted
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def complete_work(tx: Transaction, caller: Caller, ticket_id: str, completion: Completion) -> Ticket:
    """Meets the settlement clock. An open quote must be decided first: the table has no way from there.

    Raises VisitNeeded, QuoteNeeded, SignatureNeeded, ContractorNeeded, BeyondQuote.
    """
    ticket = await load_for_change(tx, caller, ticket_id, with_quotes=True)
    await end_pause(tx, caller, ticket)
    before = Status(ticket.status)
    advance(tx, ticket, Action.COMPLETE, caller.account_id, note=completion.work_done)
    _check(Category(ticket.category), before, ticket, completion)
    await enter_lines(tx, ticket, completion.lines)
    ticket.contractor = completion.contractor
    ticket.work_done = completion.work_done
    ticket.signed_by = completion.signed_by
    ticket.completed_at = tx.now

    meet(tx, ticket, {Clock.ARRIVE, Clock.SETTLE})
    tx.publish(ticket, TicketCompleted(**state_of(ticket)))
    return ticket


def _check(category: Category, before: Status, ticket: Ticket, completion: Completion) -> None:
    if needs_visit(category) and before is Status.ACCEPTED:
        raise VisitNeeded
    accepted = accepted_of(ticket)
    if must_be_quoted(category) and not accepted:
        raise QuoteNeeded
    if ticket.is_warranty and completion.contractor is None:
        raise ContractorNeeded(pointer="/contractor")
    if (needs_visit(category) or accepted) and completion.signed_by is None:
        raise SignatureNeeded(pointer="/signed_by")
