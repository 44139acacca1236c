"""What a ticket costs by the quotes that were accepted. Source: handbook T-09, T-10."""

from services.tickets.requests.domain.quoting import Billed, Decision, bill
from services.tickets.requests.models import Ticket, TicketQuote


def accepted_of(ticket: Ticket) -> list[TicketQuote]:
    """Earliest first; all of them count together. The ticket is loaded with its quotes."""
    return [quote for quote in ticket.quotes if quote.decision == Decision.APPROVED]


def bill_of(ticket: Ticket) -> list[Billed]:
    """What it is charged with when it closes; warranty work costs nobody anything (T-10)."""
    return [] if ticket.is_warranty else bill(quote.lines for quote in accepted_of(ticket))


def price(ticket: Ticket) -> None:
    """Bring the ticket's two sums up to its quotes: quoted are the accepted ones and the pending one together."""
    ticket.billable_fen = sum(line.amount_fen for line in bill_of(ticket))
    standing = (Decision.APPROVED, Decision.PENDING)
    quoted_fen = [quote.amount_fen for quote in ticket.quotes if quote.decision in standing]
    ticket.quoted_fen = sum(quoted_fen) if quoted_fen and not ticket.is_warranty else None
