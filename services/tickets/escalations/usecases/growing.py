"""A complaint grows to major. Source: handbook T-12, T-28."""

from typing import Any, Literal

from services.tickets.escalations.domain.ladder import Cause, Level
from services.tickets.escalations.usecases.raising import Why, level_above, raise_slip
from services.tickets.requests.domain.history import Step
from services.tickets.requests.domain.intake import Category, Severity, nature_of
from services.tickets.requests.models import Ticket
from services.tickets.requests.usecases.advancing import record, renew
from services.tickets.requests.usecases.rescheduling import reschedule
from services.tickets.requests.usecases.telling import state_of
from shared.contracts.tickets import TicketSeverityChanged
from shared.runtime.unit_of_work import Transaction

GrowthCause = Literal["month_open", "promises_broken"]


async def grow(tx: Transaction, ticket: Ticket, step: Step, cause: GrowthCause, **details: Any) -> None:
    """The ticket is locked, with its clocks, which are counted anew from receipt as for any change of severity (T-28).

    A major complaint is the manager's: one that the manager has not got yet goes up. Raises NoWorkingTime.
    """
    before = ticket.severity
    record(tx, ticket, step, None, severity=before, **details)
    renew(ticket)
    ticket.severity = Severity.MAJOR
    ticket.nature = nature_of(Category.COMPLAINT, Severity.MAJOR)
    await reschedule(tx, ticket)
    tx.publish(ticket, TicketSeverityChanged(**state_of(ticket), before=before, cause=cause))
    if await level_above(tx, ticket, None) is not None:
        await raise_slip(tx, ticket, Level.MANAGER, Why(Cause(cause)))
