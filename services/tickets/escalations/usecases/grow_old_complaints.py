"""Complaints open for a month become major. Source: handbook T-12."""

from datetime import timedelta

from services.tickets.escalations import repository as escalations
from services.tickets.escalations.domain.ladder import Cause, Level, has_grown
from services.tickets.escalations.usecases.raising import Why, level_above, raise_slip
from services.tickets.replicas import repository as replicas
from services.tickets.replicas.usecases.calendars import calendar_of
from services.tickets.requests.domain.history import Step
from services.tickets.requests.domain.intake import Category, Severity, nature_of
from services.tickets.requests.models import Ticket
from services.tickets.requests.usecases.advancing import record, renew
from services.tickets.requests.usecases.rescheduling import reschedule
from shared.runtime.unit_of_work import Transaction

_SHORTEST_MONTH = timedelta(days=28)


async def grow_old_complaints(tx: Transaction, *, limit: int) -> int:
    """How many grew; clocks are counted anew from receipt as for any change of severity (T-28).

    A major complaint is the manager's: one that the manager has not got yet goes up.
    """
    old = await escalations.lock_oldest_complaints(tx.session, tx.now - _SHORTEST_MONTH, limit)
    grown = 0
    for ticket in old:
        calendar = calendar_of(await replicas.find_community(tx.session, ticket.community_id))
        if has_grown(ticket.opened_at, tx.now, calendar):
            await _grow(tx, ticket)
            grown += 1
    return grown


async def _grow(tx: Transaction, ticket: Ticket) -> None:
    record(tx, ticket, Step.GROW, None, severity=ticket.severity)
    renew(ticket)
    ticket.severity = Severity.MAJOR
    ticket.nature = nature_of(Category.COMPLAINT, Severity.MAJOR)
    await reschedule(tx, ticket)
    if await level_above(tx, ticket, None) is not None:
        await raise_slip(tx, ticket, Level.MANAGER, Why(Cause.MONTH_OPEN))
