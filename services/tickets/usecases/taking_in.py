"""Put a new ticket on the books: row, clocks, first line of history, event."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from services.tickets.domain.clocks import Clock
from services.tickets.domain.history import Step
from services.tickets.domain.intake import Category, Severity, nature_of
from services.tickets.domain.lifecycle import Status
from services.tickets.domain.settlement import PaymentStatus
from services.tickets.models import Ticket, TicketClock
from services.tickets.usecases.advancing import record
from services.tickets.usecases.telling import state_of
from shared.contracts.tickets import TicketOpened
from shared.kernel.ids import new_id
from shared.runtime.unit_of_work import Transaction


def take_in(tx: Transaction, due: Mapping[Clock, datetime], **given: Any) -> Ticket:
    """`given` are the row's fields that the request decides; owned by `owner_id` (T-01)."""
    ticket = Ticket(
        id=new_id(),
        created_at=tx.now,
        opened_at=tx.now,
        status=Status.OPENED,
        nature=nature_of(Category(given["category"]), Severity(given["severity"])),
        payment_status=PaymentStatus.NONE,
        version=1,
        event_sequence=0,
        clocks=[TicketClock(clock=clock, due_at=due_at) for clock, due_at in due.items()],
        **given,
    )
    tx.session.add(ticket)
    record(tx, ticket, Step.OPEN, ticket.owner_id)
    tx.publish(ticket, TicketOpened(**state_of(ticket)))
    return ticket
