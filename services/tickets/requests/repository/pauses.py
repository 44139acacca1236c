"""The waits of a ticket."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.tickets.requests.models import TicketPause


def add_pause(session: AsyncSession, wait: TicketPause) -> None:
    """A second open one of the same ticket is refused by the database."""
    session.add(wait)


async def pauses_of(session: AsyncSession, ticket_id: str) -> Sequence[TicketPause]:
    """As they began."""
    wanted = select(TicketPause).where(TicketPause.ticket_id == ticket_id).order_by(TicketPause.started_at)
    return (await session.scalars(wanted)).all()


async def open_pause(session: AsyncSession, ticket_id: str) -> TicketPause:
    """The one that a paused ticket always has."""
    wanted = select(TicketPause).where(TicketPause.ticket_id == ticket_id, TicketPause.ended_at.is_(None))
    return (await session.scalars(wanted)).one()
