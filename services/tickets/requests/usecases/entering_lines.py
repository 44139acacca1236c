"""Write down what went into the work. Source: handbook T-09."""

from collections.abc import Sequence

from services.tickets.requests.domain.materials import check_against_quote
from services.tickets.requests.domain.quoting import Decision
from services.tickets.requests.models import Ticket, WorkLine
from services.tickets.requests.repository import care
from services.tickets.requests.schemas.actions import WorkLineGiven
from shared.runtime.unit_of_work import Transaction


async def enter_lines(tx: Transaction, ticket: Ticket, given: Sequence[WorkLineGiven]) -> None:
    """Behind what earlier visits used; the ticket is loaded with its quotes. Raises BeyondQuote."""
    if not given:
        return
    before = await care.lines_of(tx.session, ticket.id)
    approved = [quote for quote in ticket.quotes if quote.decision == Decision.APPROVED and ticket.billable_fen]
    quoted = {line["item"]: line["quantity"] for line in approved[-1].lines} if approved else {}
    check_against_quote(given, before, quoted)
    for position, line in enumerate(given, start=len(before) + 1):
        row = WorkLine(
            ticket_id=ticket.id,
            position=position,
            kind=line.kind,
            item=line.item,
            quantity=line.quantity,
            unit=line.unit,
            tariff_item=line.tariff_item,
        )
        care.add_line(tx.session, row)
