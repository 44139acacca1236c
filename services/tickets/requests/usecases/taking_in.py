"""Put a new ticket on the books: row, clocks, first line of history, event."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from services.tickets.requests.domain.clocks import Clock
from services.tickets.requests.domain.history import Step
from services.tickets.requests.domain.intake import Category, Severity, nature_of
from services.tickets.requests.domain.lifecycle import Status
from services.tickets.requests.domain.search_terms import index_of
from services.tickets.requests.domain.settlement import PaymentStatus
from services.tickets.requests.models import Ticket, TicketClock
from services.tickets.requests.repository import intake
from services.tickets.requests.usecases.advancing import step_of
from services.tickets.requests.usecases.telling import state_of
from shared.contracts.tickets import TicketOpened
from shared.kernel.ids import new_id
from shared.runtime.unit_of_work import Transaction

_NOTHING_YET: Mapping[str, Any] = {"billable_fen": 0, "charged_fen": 0, "paid_fen": 0, "rework_count": 0}


async def take_in(tx: Transaction, due: Mapping[Clock, datetime], **given: Any) -> Ticket:
    """`given` are the row's fields that the request decides; owned by `owner_id` (T-01)."""
    ticket_id = new_id()
    ticket = Ticket(
        id=ticket_id,
        created_at=tx.now,
        opened_at=tx.now,
        status=Status.OPENED,
        nature=nature_of(Category(given["category"]), Severity(given["severity"])),
        payment_status=PaymentStatus.NONE,
        version=1,
        event_sequence=0,
        clocks=[TicketClock(ticket_id=ticket_id, clock=clock, due_at=due_at) for clock, due_at in due.items()],
        **{**_NOTHING_YET, **given},
    )
    ticket.search = search_terms_of(ticket)
    tx.publish(ticket, TicketOpened(**state_of(ticket)))  # counts `event_sequence`, so it comes before the row
    await intake.enter(tx.session, ticket, step_of(tx, ticket, Step.OPEN, ticket.owner_id))
    return ticket


def search_terms_of(ticket: Ticket) -> str:
    """What it is found by now; whoever changes one of these fields computes them anew."""
    return index_of((ticket.number, ticket.room_code, ticket.requester_name, ticket.summary, ticket.description))
