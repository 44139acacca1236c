"""What is due of clocks: read from one index, however many run."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from services.tickets.requests.models import Ticket, TicketClock


async def due_tickets(session: AsyncSession, now: datetime, limit: int) -> Sequence[str]:
    """The ticket of each clock whose warning or breach is due before `now`, most overdue first."""
    due = select(TicketClock.ticket_id).where(TicketClock.next_at < now).order_by(TicketClock.next_at).limit(limit)
    return (await session.scalars(due)).all()


async def lock_tickets(session: AsyncSession, ids: Collection[str]) -> Sequence[Ticket]:
    """With their clocks; those that others hold are passed by."""
    if not ids:
        return []
    locked = (
        select(Ticket)
        .where(Ticket.id.in_(set(ids)))
        .options(selectinload(Ticket.clocks))
        .with_for_update(of=Ticket, skip_locked=True)
    )
    return (await session.scalars(locked)).all()
