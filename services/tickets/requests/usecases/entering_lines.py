"""Write down what went into the work. Source: handbook T-09."""

from collections.abc import Sequence

from services.tickets.requests.domain.materials import billed_of, check_against_quote
from services.tickets.requests.domain.quoting import agreed_quantities, fill_in
from services.tickets.requests.models import Ticket, WorkLine
from services.tickets.requests.repository import care
from services.tickets.requests.schemas.actions import WorkLineGiven
from services.tickets.requests.usecases.pricing import accepted_of, price
from shared.runtime.unit_of_work import Transaction


async def enter_lines(tx: Transaction, ticket: Ticket, given: Sequence[WorkLineGiven]) -> None:
    """Behind what earlier visits used, and into the accepted quotes, which the ticket is loaded with.

    Items of the tariff that lines name are billed by what was used, the others as quoted. Raises BeyondQuote.
    """
    before = await care.lines_of(tx.session, ticket.id)
    accepted = accepted_of(ticket)
    check_against_quote(given, before, agreed_quantities(quote.lines for quote in accepted))
    for quote, lines in zip(accepted, fill_in([quote.lines for quote in accepted], billed_of(given)), strict=True):
        quote.lines = lines
    price(ticket)
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
