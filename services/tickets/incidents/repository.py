"""Tickets that are incidents."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, exists, literal_column, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.tickets.incidents.models import Incident
from services.tickets.requests.domain.intake import Category, Nature
from services.tickets.requests.domain.lifecycle import Outcome
from services.tickets.requests.models import Ticket

_NO_INCIDENT = (Outcome.INVALID.value, Outcome.WITHDRAWN.value, Outcome.MERGED.value)


async def untold(session: AsyncSession, since: datetime, limit: int) -> Sequence[Ticket]:
    """Important public-safety tickets since then that raised no incident, oldest first. One query."""
    # Written out: with a parameter in its place PostgreSQL's generic plan could not use the partial index.
    is_of_danger = and_(
        Ticket.category == literal_column(f"'{Category.PUBLIC_SAFETY.value}'"),
        Ticket.nature == literal_column(f"'{Nature.IMPORTANT.value}'"),
    )
    wanted = (
        select(Ticket)
        .where(
            is_of_danger,
            Ticket.opened_at >= since,
            or_(Ticket.outcome.is_(None), Ticket.outcome.not_in(_NO_INCIDENT)),
            ~exists().where(Incident.ticket_id == Ticket.id),
        )
        .order_by(Ticket.opened_at, Ticket.id)
        .limit(limit)
    )
    return (await session.scalars(wanted)).all()
