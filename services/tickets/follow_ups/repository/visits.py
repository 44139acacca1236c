"""Follow-up visits with their attempts."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, literal_column, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from services.tickets.follow_ups.domain.visits import WAITING, FollowUpStatus
from services.tickets.follow_ups.models import FollowUp
from services.tickets.requests.models import Ticket
from shared.kernel.errors import NotFound
from shared.runtime.http.paging import Keyset, page_of

EARLIEST_DUE = Keyset((FollowUp.due_at, FollowUp.id), descending=False)


async def load_follow_up(
    session: AsyncSession, follow_up_id: str, communities: Collection[str], *, for_change: bool = False
) -> FollowUp:
    """A visit with its attempts, within the communities. Raises NotFound."""
    wanted = (
        select(FollowUp)
        .where(FollowUp.id == follow_up_id, FollowUp.community_id.in_(communities))
        .options(selectinload(FollowUp.attempts))
    )
    if for_change:
        wanted = wanted.with_for_update(of=FollowUp)
    found = await session.scalar(wanted)
    if found is None:
        raise NotFound(what="follow-up")
    return found


async def follow_ups_of(session: AsyncSession, ticket_id: str) -> Sequence[FollowUp]:
    """The ticket's own visits; a rework has its own."""
    return (
        await session.scalars(select(FollowUp).where(FollowUp.ticket_id == ticket_id).order_by(FollowUp.due_at))
    ).all()


async def lock_fallen_due(session: AsyncSession, now: datetime, limit: int) -> Sequence[FollowUp]:
    """Scheduled visits whose time has come; what another replica works on is passed by."""
    # Written out: with a parameter in its place PostgreSQL's generic plan could not use the partial index.
    scheduled = FollowUp.status == literal_column(f"'{FollowUpStatus.SCHEDULED.value}'")
    wanted = (
        select(FollowUp)
        .where(scheduled, FollowUp.due_at <= now)
        .order_by(FollowUp.due_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return (await session.scalars(wanted)).all()


async def lock_awaiting_rain(session: AsyncSession, community_id: str, rained_at: datetime) -> Sequence[FollowUp]:
    """Scheduled visits of leaks repaired before it rained (T-17)."""
    wanted = (
        select(FollowUp)
        .where(
            FollowUp.community_id == community_id,
            FollowUp.rain_awaited_since < rained_at,
            FollowUp.status == FollowUpStatus.SCHEDULED,
        )
        .order_by(FollowUp.id)
        .with_for_update()
    )
    return (await session.scalars(wanted)).all()


async def lock_rained_on(
    session: AsyncSession, community_id: str, rained_at: datetime
) -> Sequence[tuple[FollowUp, datetime]]:
    """Untried visits of leaks that this rain made due, each with when the leak's repair was completed (T-17)."""
    wanted = (
        select(FollowUp, Ticket.completed_at)
        .join(Ticket, Ticket.id == FollowUp.ticket_id)
        .where(
            FollowUp.community_id == community_id,
            FollowUp.status.in_([status.value for status in WAITING]),
            FollowUp.failed_attempts == 0,
            FollowUp.rain_awaited_since.is_(None),
            FollowUp.due_at == rained_at,
            Ticket.is_leak,
            Ticket.completed_at < rained_at,
        )
        .order_by(FollowUp.id)
        .with_for_update(of=FollowUp)
    )
    rows = (await session.execute(wanted)).all()
    return [(visit, completed_at) for visit, completed_at in rows if completed_at is not None]


@dataclass(frozen=True, slots=True)
class FollowUpFilter:
    """What a list may be narrowed by; `due_by` keeps what waits and falls due until then."""

    communities: Collection[str]
    status: str | None = None
    visitor_level: str | None = None
    due_by: datetime | None = None

    def apply(self, wanted: Select[FollowUp]) -> Select[FollowUp]:
        """The narrowed query."""
        wanted = wanted.where(FollowUp.community_id.in_(self.communities))
        if self.status is not None:
            wanted = wanted.where(FollowUp.status == self.status)
        if self.visitor_level is not None:
            wanted = wanted.where(FollowUp.visitor_level == self.visitor_level)
        if self.due_by is not None:
            wanted = wanted.where(FollowUp.due_at <= self.due_by, FollowUp.status.in_(WAITING))
        return wanted


async def list_follow_ups(
    session: AsyncSession, wanted: FollowUpFilter, *, cursor: str | None, limit: int
) -> tuple[list[FollowUp], str | None]:
    """Earliest due first. Two queries: the rows and their attempts."""
    query = wanted.apply(select(FollowUp)).options(selectinload(FollowUp.attempts))
    return await page_of(session, query, EARLIEST_DUE, cursor=cursor, limit=limit)
