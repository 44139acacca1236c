"""What the resident said to the price, and took back of it. Source: handbook T-09."""

from services.tickets.requests.domain.errors import NothingAgreed
from services.tickets.requests.domain.lifecycle import Action
from services.tickets.requests.domain.quoting import Decision
from services.tickets.requests.models import Ticket, TicketQuote
from services.tickets.requests.schemas.actions import AgreementWithdrawal, QuoteApproval, QuoteRefusal
from services.tickets.requests.usecases.advancing import advance, load_for_change
from services.tickets.requests.usecases.pricing import accepted_of, price
from shared.kernel.errors import OwnRequest
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def approve_quote(tx: Transaction, caller: Caller, ticket_id: str, approval: QuoteApproval) -> Ticket:
    """Work may start; what was accepted, in all, becomes billable. Raises OwnRequest for who quoted it."""
    ticket = await load_for_change(tx, caller, ticket_id, with_quotes=True)
    quote = _decide(tx, caller, ticket, Action.APPROVE_QUOTE, note=None)
    if quote.quoted_by == caller.account_id:
        raise OwnRequest
    quote.decision = Decision.APPROVED
    quote.decided_by_name = approval.accepted_by
    quote.statement = approval.statement
    price(ticket)
    return ticket


async def decline_quote(tx: Transaction, caller: Caller, ticket_id: str, refusal: QuoteRefusal) -> Ticket:
    """Back to work on site: another quote, or what costs nothing; what was accepted before stands."""
    ticket = await load_for_change(tx, caller, ticket_id, with_quotes=True)
    quote = _decide(tx, caller, ticket, Action.DECLINE_QUOTE, note=refusal.reason)
    quote.decision = Decision.DECLINED
    quote.decided_by_name = refusal.declined_by
    quote.statement = refusal.reason
    price(ticket)
    return ticket


async def withdraw_agreement(tx: Transaction, caller: Caller, ticket_id: str, given: AgreementWithdrawal) -> Ticket:
    """The resident takes back what was accepted and not yet worked: to be quoted anew, or ended as withdrawn.

    Raises NothingAgreed where all of it was worked.
    """
    ticket = await load_for_change(tx, caller, ticket_id, with_quotes=True)
    unworked = [quote for quote in accepted_of(ticket) if not any("used" in line for line in quote.lines)]
    amount_fen = sum(quote.amount_fen for quote in unworked)
    advance(tx, ticket, Action.WITHDRAW_AGREEMENT, caller.account_id, note=given.reason, amount_fen=amount_fen)
    if not unworked:
        raise NothingAgreed
    for quote in unworked:
        quote.decision = Decision.WITHDRAWN
        quote.decided_at = tx.now
        quote.decided_by_name = given.withdrawn_by
        quote.statement = given.reason
        quote.recorded_by = caller.account_id
    price(ticket)
    return ticket


def _decide(tx: Transaction, caller: Caller, ticket: Ticket, action: Action, *, note: str | None) -> TicketQuote:
    """The pending quote, which is the last one whenever the ticket is quoted. Raises IllegalTransition."""
    amount_fen = ticket.quotes[-1].amount_fen if ticket.quotes else 0
    advance(tx, ticket, action, caller.account_id, note=note, amount_fen=amount_fen)
    quote = ticket.quotes[-1]
    quote.decided_at = tx.now
    quote.recorded_by = caller.account_id
    return quote
