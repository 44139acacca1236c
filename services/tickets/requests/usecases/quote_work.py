"""Put a price to the resident. Source: handbook T-09, B-01."""

from services.tickets.replicas import repository as replicas
from services.tickets.replicas.usecases.calendars import calendar_of
from services.tickets.requests.domain.errors import NobodyPays, WarrantyIsFree
from services.tickets.requests.domain.lifecycle import Action
from services.tickets.requests.domain.quoting import Decision, in_force, price_lines
from services.tickets.requests.models import Ticket, TicketQuote
from services.tickets.requests.schemas.actions import Quote
from services.tickets.requests.usecases.advancing import advance, load_for_change
from services.tickets.requests.usecases.pricing import price
from services.tickets.requests.usecases.telling import state_of
from shared.contracts.tickets import TicketQuoted
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def quote_work(tx: Transaction, caller: Caller, ticket_id: str, quote: Quote) -> Ticket:
    """Priced from the tariff in force today; replaces one not decided yet, adds to what was accepted before.

    Raises UnknownTariffItem, DuplicateItem, NobodyPays, WarrantyIsFree.
    """
    ticket = await load_for_change(tx, caller, ticket_id, with_quotes=True)
    if ticket.is_warranty:
        raise WarrantyIsFree
    if ticket.room_id is None or await replicas.present_household(tx.session, ticket.room_id) is None:
        raise NobodyPays
    community = await replicas.find_community(tx.session, ticket.community_id)
    today = calendar_of(community).date_of(tx.now)
    codes = {line.item for line in quote.lines}
    prices = await replicas.prices_of(tx.session, ticket.community_id, codes, today)

    lines = price_lines(quote.lines, in_force(prices, today))
    amount_fen = sum(line.amount_fen for line in lines)
    advance(tx, ticket, Action.QUOTE, caller.account_id, amount_fen=amount_fen)
    for earlier in ticket.quotes:
        if earlier.decision == Decision.PENDING:
            earlier.decision = Decision.REPLACED
            earlier.decided_at = tx.now
    ticket.quotes.append(
        TicketQuote(
            number=len(ticket.quotes) + 1,
            lines=[line.as_json() for line in lines],
            amount_fen=amount_fen,
            quoted_by=caller.account_id,
            quoted_at=tx.now,
            decision=Decision.PENDING,
        )
    )
    price(ticket)

    tx.publish(ticket, TicketQuoted(**state_of(ticket), amount_fen=amount_fen))
    return ticket
