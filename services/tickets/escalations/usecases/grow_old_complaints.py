"""Complaints open for a month become major. Source: handbook T-12."""

from services.tickets.escalations import repository as escalations
from services.tickets.escalations.usecases.apart import each_apart
from services.tickets.escalations.usecases.growing import grow
from services.tickets.requests.domain.history import Step
from services.tickets.requests.models import Ticket
from shared.runtime.unit_of_work import Transaction


async def grow_old_complaints(tx: Transaction, *, limit: int, passed_by: set[str]) -> int:
    """How many were looked at, at most `limit`; those of the communities `passed_by` are left out, and it grows."""
    old = await escalations.lock_grown_complaints(tx.session, tx.now, limit, passed_by)

    async def work(ticket: Ticket) -> None:
        await grow(tx, ticket, Step.GROW, "month_open")

    await each_apart(tx, old, work, passed_by)
    return len(old)
