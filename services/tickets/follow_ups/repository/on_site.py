"""Visits on site: what a month has, and what it could have besides. Source: handbook T-16, T-18."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.tickets.follow_ups.domain.visits import WAITING, OnSiteCandidate, OnSiteMonth
from services.tickets.follow_ups.models import FollowUp, OnSiteDrawRow
from services.tickets.follow_ups.repository.coverage import solved_in
from services.tickets.replicas.models import CommunityReplica
from services.tickets.requests.domain.intake import Category
from services.tickets.requests.models import Ticket

_REPAIR = Category.REPAIR.value


def _made_in(since: datetime, until: datetime) -> ColumnElement[bool]:
    return and_(FollowUp.on_site.is_(True), FollowUp.done_at >= since, FollowUp.done_at < until)


async def on_site_candidates(
    session: AsyncSession, community_id: str, since: datetime, until: datetime
) -> list[OnSiteCandidate]:
    """Waiting visits of the month at somebody's home that need not be on site so far. One query."""
    wanted = select(FollowUp.id, FollowUp.household_id, FollowUp.category).where(
        FollowUp.community_id == community_id,
        FollowUp.due_at >= since,
        FollowUp.due_at < until,
        FollowUp.status.in_(WAITING),
        FollowUp.on_site_required.is_(False),
        FollowUp.household_id.is_not(None),
    )
    rows = (await session.execute(wanted)).all()
    return [OnSiteCandidate(visit, household, category == _REPAIR) for visit, household, category in rows if household]


async def on_site_month(session: AsyncSession, community_id: str, since: datetime, until: datetime) -> OnSiteMonth:
    """Households with a visit on site made in the month, or planned for it; repairs closed in it. Two queries."""
    made = _made_in(since, until)
    planned = and_(
        FollowUp.on_site_required, FollowUp.status.in_(WAITING), FollowUp.due_at >= since, FollowUp.due_at < until
    )
    visits = select(FollowUp.household_id, FollowUp.category).where(
        FollowUp.community_id == community_id, FollowUp.household_id.is_not(None), or_(made, planned)
    )
    rows = (await session.execute(visits)).all()
    repairs = select(func.count()).where(
        Ticket.community_id == community_id, solved_in(since, until), Ticket.category == _REPAIR
    )
    return OnSiteMonth(
        households=frozenset(household for household, _ in rows if household),
        repairs_closed=await session.scalar(repairs) or 0,
        repairs_on_site=sum(category == _REPAIR for _, category in rows),
    )


@dataclass(frozen=True, slots=True)
class OnSiteReached:
    """Visits made on site in a month, and the households that they were made to."""

    visits: int
    households: int


async def on_site_reached(session: AsyncSession, community_id: str, since: datetime, until: datetime) -> OnSiteReached:
    """What was made by the month's end or by now (T-18). One query."""
    wanted = select(func.count(), func.count(FollowUp.household_id.distinct())).where(
        FollowUp.community_id == community_id, _made_in(since, until)
    )
    return OnSiteReached(*(await session.execute(wanted)).one())


async def lock_visits(session: AsyncSession, follow_up_ids: Collection[str]) -> Sequence[FollowUp]:
    """Those of the visits that still wait."""
    wanted = select(FollowUp).where(FollowUp.id.in_(follow_up_ids), FollowUp.status.in_(WAITING))
    return (await session.scalars(wanted.order_by(FollowUp.id).with_for_update())).all()


async def on_site_draws_of(session: AsyncSession, community_id: str, month: str) -> Sequence[OnSiteDrawRow]:
    """The month's draws as they were made. One query."""
    wanted = select(OnSiteDrawRow).where(OnSiteDrawRow.community_id == community_id, OnSiteDrawRow.month == month)
    return (await session.scalars(wanted.order_by(OnSiteDrawRow.drawn_at, OnSiteDrawRow.id))).all()


async def communities_to_draw(session: AsyncSession) -> Sequence[tuple[CommunityReplica, date | None]]:
    """Every community, its policy with it, and the day on which the system drew last. One query."""
    last = (
        select(func.max(OnSiteDrawRow.system_day))
        .where(OnSiteDrawRow.community_id == CommunityReplica.id)
        .scalar_subquery()
    )
    found = await session.execute(select(CommunityReplica, last).order_by(CommunityReplica.id))
    return found.all()
