"""What went into the work, and who waits to hear of it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from services.tickets.requests.domain.progress import Audience
from services.tickets.requests.models import Ticket, WorkLine
from services.tickets.requests.repository.scope import Scope
from shared.runtime.http.paging import Keyset, page_of

_LONGEST_WAITING = {
    Audience.REQUESTER: Keyset((Ticket.progress_due_at, Ticket.id), descending=False),
    Audience.HOUSE: Keyset((Ticket.inquiry_due_at, Ticket.id), descending=False),
}


async def lines_of(session: AsyncSession, ticket_id: str) -> Sequence[WorkLine]:
    """In the order they were written down."""
    wanted = select(WorkLine).where(WorkLine.ticket_id == ticket_id).order_by(WorkLine.position)
    return (await session.scalars(wanted)).all()


def add_line(session: AsyncSession, line: WorkLine) -> None:
    """Append to the slip."""
    session.add(line)


async def progress_due(
    session: AsyncSession,
    scope: Scope,
    audience: Audience,
    now: datetime,
    *,
    owner_id: str | None,
    cursor: str | None,
    limit: int,
) -> tuple[list[Ticket], str | None]:
    """Open requests whose report is due, longest waiting first. One query."""
    due_at = Ticket.progress_due_at if audience is Audience.REQUESTER else Ticket.inquiry_due_at
    wanted = select(Ticket).where(scope.clause(), Ticket.closed_at.is_(None), due_at <= now)
    if owner_id is not None:
        wanted = wanted.where(Ticket.owner_id == owner_id)
    return await page_of(session, wanted, _LONGEST_WAITING[audience], cursor=cursor, limit=limit)


async def count_progress_due(session: AsyncSession, scope: Scope, audience: Audience, now: datetime) -> int:
    """How many wait. One query."""
    due_at = Ticket.progress_due_at if audience is Audience.REQUESTER else Ticket.inquiry_due_at
    return (
        await session.scalar(select(func.count()).where(scope.clause(), Ticket.closed_at.is_(None), due_at <= now)) or 0
    )


async def lock_progress_to_tell(session: AsyncSession, now: datetime, limit: int) -> Sequence[Ticket]:
    """Whose owner is to hear that a report is due, longest waiting first; what another replica has is passed by.

    Two queries: the tickets and their clocks.
    """
    wanted = (
        select(Ticket)
        .where(Ticket.closed_at.is_(None), Ticket.progress_tell_at <= now)
        .order_by(Ticket.progress_tell_at)
        .limit(limit)
        .options(selectinload(Ticket.clocks))
        .with_for_update(of=Ticket, skip_locked=True)
    )
    return (await session.scalars(wanted)).all()
