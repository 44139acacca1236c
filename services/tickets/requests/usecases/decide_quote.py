"""What the resident said to the price. Source: handbook T-09."""

from services.tickets.requests.domain.lifecycle import Action
from services.tickets.requests.domain.quoting import Decision
from services.tickets.requests.models import Ticket, TicketQuote
from services.tickets.requests.schemas.actions import QuoteApproval, QuoteRefusal
from services.tickets.requests.usecases.advancing import advance, load_for_change
from shared.kernel.errors import OwnRequest
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def approve_quote(tx: Transaction, caller: Caller, ticket_id: str, approval: QuoteApproval) -> Ticket:
    """Work may start; what was quoted becomes billable at closing. Raises OwnRequest for who quoted it."""
    ticket = await load_for_change(tx, caller, ticket_id, with_quotes=True)
    quote = _decide(tx, caller, ticket, Action.APPROVE_QUOTE, note=None)
    if quote.quoted_by == caller.account_id:
        raise OwnRequest
    quote.decision = Decision.APPROVED
    quote.decided_by_name = approval.accepted_by
    quote.statement = approval.statement
    ticket.billable_fen = quote.amount_fen
    return ticket


async def decline_quote(tx: Transaction, caller: Caller, ticket_id: str, refusal: QuoteRefusal) -> Ticket:
    """Back to work on site: another quote, or what costs nothing; an earlier approval stands."""
    ticket = await load_for_change(tx, caller, ticket_id, with_quotes=True)
    quote = _decide(tx, caller, ticket, Action.DECLINE_QUOTE, note=refusal.reason)
    quote.decision = Decision.DECLINED
    quote.decided_by_name = refusal.declined_by
    quote.statement = refusal.reason
    ticket.quoted_fen = ticket.billable_fen or None
    return ticket


def _decide(tx: Transaction, caller: Caller, ticket: Ticket, action: Action, *, note: str | None) -> TicketQuote:
    """The pending quote, which is the last one whenever the ticket is quoted. Raises IllegalTransition."""
    amount_fen = ticket.quotes[-1].amount_fen if ticket.quotes else 0
    advance(tx, ticket, action, caller.account_id, note=note, amount_fen=amount_fen)
    quote = ticket.quotes[-1]
    quote.decided_at = tx.now
    quote.recorded_by = caller.account_id
    return quote
