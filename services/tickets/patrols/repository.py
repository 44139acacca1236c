"""Every query of patrols."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, and_, exists, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from services.tickets.patrols.domain.findings import FindingStatus
from services.tickets.patrols.domain.periods import Period
from services.tickets.patrols.models import PatrolArea, PatrolFinding, PatrolRoute, PatrolScore, PatrolWalk
from services.tickets.replicas.models import CommunityReplica
from shared.kernel.errors import NotFound
from shared.runtime.http.paging import Keyset, page_of

AREAS_BY_CODE = Keyset((PatrolArea.code, PatrolArea.id), descending=False)
NEWEST_ROUTES = Keyset((PatrolRoute.created_at, PatrolRoute.id))
NEWEST_WALKS = Keyset((PatrolWalk.created_at, PatrolWalk.id))
NEWEST_FINDINGS = Keyset((PatrolFinding.created_at, PatrolFinding.id))


async def load_area(
    session: AsyncSession, area_id: str, communities: Collection[str], *, for_change: bool = False
) -> PatrolArea:
    """Raises NotFound."""
    wanted = select(PatrolArea).where(PatrolArea.id == area_id, PatrolArea.community_id.in_(communities))
    found = await session.scalar(wanted.with_for_update() if for_change else wanted)
    if found is None:
        raise NotFound(what="patrol area")
    return found


async def find_site(session: AsyncSession, area_id: str) -> PatrolArea | None:
    """A renovation's site, held until the end of the transaction."""
    return await session.scalar(select(PatrolArea).where(PatrolArea.id == area_id).with_for_update())


async def has_code(session: AsyncSession, community_id: str, kind: str, code: str) -> bool:
    """For the answer's words; what holds is the constraint."""
    same = exists().where(PatrolArea.community_id == community_id, PatrolArea.kind == kind, PatrolArea.code == code)
    return bool(await session.scalar(select(same)))


async def list_areas(
    session: AsyncSession,
    communities: Collection[str],
    *,
    kind: str | None,
    active: bool | None,
    cursor: str | None,
    limit: int,
) -> tuple[list[PatrolArea], str | None]:
    """By code; one query."""
    wanted = select(PatrolArea).where(PatrolArea.community_id.in_(communities))
    if kind is not None:
        wanted = wanted.where(PatrolArea.kind == kind)
    if active is not None:
        wanted = wanted.where(PatrolArea.is_active == active)
    return await page_of(session, wanted, AREAS_BY_CODE, cursor=cursor, limit=limit)


async def areas_left(
    session: AsyncSession, community_id: str, day: date, *, cursor: str | None, limit: int
) -> tuple[list[PatrolArea], str | None]:
    """Active areas that no daily walk has seen on the day; a lead's spot-check stands for none. One query."""
    walked = exists().where(
        PatrolWalk.community_id == community_id,
        PatrolWalk.walked_on == day,
        PatrolWalk.area_id == PatrolArea.id,
        PatrolWalk.is_spot_check.is_(False),
    )
    wanted = select(PatrolArea).where(PatrolArea.community_id == community_id, PatrolArea.is_active, ~walked)
    return await page_of(session, wanted, AREAS_BY_CODE, cursor=cursor, limit=limit)


async def count_active(session: AsyncSession, community_id: str) -> int:
    """How many areas are to be walked a day."""
    wanted = select(func.count()).where(PatrolArea.community_id == community_id, PatrolArea.is_active)
    return await session.scalar(wanted) or 0


async def known_areas(session: AsyncSession, community_id: str, area_ids: Collection[str]) -> set[str]:
    """Those of the ids that are areas of the community."""
    wanted = select(PatrolArea.id).where(PatrolArea.community_id == community_id, PatrolArea.id.in_(area_ids))
    return set(await session.scalars(wanted))


async def list_routes(
    session: AsyncSession, communities: Collection[str], *, cursor: str | None, limit: int
) -> tuple[list[PatrolRoute], str | None]:
    """Newest first; two queries: routes and their revisions."""
    wanted = select(PatrolRoute).where(PatrolRoute.community_id.in_(communities))
    return await page_of(
        session, wanted.options(selectinload(PatrolRoute.revisions)), NEWEST_ROUTES, cursor=cursor, limit=limit
    )


async def load_route(
    session: AsyncSession, route_id: str, communities: Collection[str], *, for_change: bool = False
) -> PatrolRoute:
    """With its revisions; two queries. Raises NotFound."""
    wanted = (
        select(PatrolRoute)
        .where(PatrolRoute.id == route_id, PatrolRoute.community_id.in_(communities))
        .options(selectinload(PatrolRoute.revisions))
    )
    found = await session.scalar(wanted.with_for_update(of=PatrolRoute) if for_change else wanted)
    if found is None:
        raise NotFound(what="patrol route")
    return found


async def areas_by_id(session: AsyncSession, area_ids: Collection[str]) -> dict[str, PatrolArea]:
    """The areas of a round. One query."""
    return {area.id: area for area in await session.scalars(select(PatrolArea).where(PatrolArea.id.in_(area_ids)))}


async def first_walks(
    session: AsyncSession, community_id: str, day: date, area_ids: Collection[str]
) -> dict[str, PatrolWalk]:
    """The first daily walk of each area on the day. One query."""
    wanted = (
        select(PatrolWalk)
        .where(
            PatrolWalk.community_id == community_id,
            PatrolWalk.walked_on == day,
            PatrolWalk.area_id.in_(area_ids),
            PatrolWalk.is_spot_check.is_(False),
        )
        .order_by(PatrolWalk.created_at.desc(), PatrolWalk.id.desc())
    )
    return {walk.area_id: walk for walk in await session.scalars(wanted)}


async def list_walks(
    session: AsyncSession, wanted: "WalkFilter", *, cursor: str | None, limit: int
) -> tuple[list[PatrolWalk], str | None]:
    """Newest first; two queries: walks and their findings."""
    query = wanted.apply(select(PatrolWalk)).options(selectinload(PatrolWalk.findings))
    return await page_of(session, query, NEWEST_WALKS, cursor=cursor, limit=limit)


@dataclass(frozen=True, slots=True)
class WalkFilter:
    """What the list of walks may be narrowed by."""

    communities: Collection[str]
    area_id: str | None = None
    day: date | None = None
    spot_checks: bool | None = None

    def apply(self, wanted: Select[PatrolWalk]) -> Select[PatrolWalk]:
        """The narrowed query."""
        wanted = wanted.where(PatrolWalk.community_id.in_(self.communities))
        if self.area_id is not None:
            wanted = wanted.where(PatrolWalk.area_id == self.area_id)
        if self.day is not None:
            wanted = wanted.where(PatrolWalk.walked_on == self.day)
        if self.spot_checks is not None:
            wanted = wanted.where(PatrolWalk.is_spot_check == self.spot_checks)
        return wanted


async def spot_checks_between(session: AsyncSession, community_id: str, first: date, last: date) -> Sequence[date]:
    """The days with a spot-check, each once. One query."""
    wanted = (
        select(PatrolWalk.walked_on)
        .where(
            PatrolWalk.community_id == community_id,
            PatrolWalk.walked_on.between(first, last),
            PatrolWalk.is_spot_check,
        )
        .distinct()
        .order_by(PatrolWalk.walked_on)
    )
    return (await session.scalars(wanted)).all()


async def load_finding(
    session: AsyncSession, finding_id: str, communities: Collection[str], *, for_change: bool = False
) -> PatrolFinding:
    """With its history. Raises NotFound."""
    wanted = (
        select(PatrolFinding)
        .where(PatrolFinding.id == finding_id, PatrolFinding.community_id.in_(communities))
        .options(selectinload(PatrolFinding.steps))
    )
    found = await session.scalar(wanted.with_for_update(of=PatrolFinding) if for_change else wanted)
    if found is None:
        raise NotFound(what="patrol finding")
    return found


@dataclass(frozen=True, slots=True)
class FindingFilter:
    """What the list of findings may be narrowed by; `late_at` keeps what was not put right in time."""

    communities: Collection[str]
    status: str | None = None
    kind: str | None = None
    late_at: datetime | None = None

    def apply(self, wanted: Select[PatrolFinding]) -> Select[PatrolFinding]:
        """The narrowed query."""
        wanted = wanted.where(PatrolFinding.community_id.in_(self.communities))
        for column, value in (
            (PatrolFinding.status, self.status),
            (PatrolFinding.kind, self.kind),
        ):
            if value is not None:
                wanted = wanted.where(column == value)
        if self.late_at is not None:
            is_found = PatrolFinding.status == FindingStatus.FOUND.value
            wanted = wanted.where(is_found, PatrolFinding.deadline_at < self.late_at)
        return wanted


async def list_findings(
    session: AsyncSession, wanted: FindingFilter, *, cursor: str | None, limit: int
) -> tuple[list[PatrolFinding], str | None]:
    """Newest first; two queries: findings and their history."""
    query = wanted.apply(select(PatrolFinding)).options(selectinload(PatrolFinding.steps))
    return await page_of(session, query, NEWEST_FINDINGS, cursor=cursor, limit=limit)


@dataclass(frozen=True, slots=True)
class AreaScore:
    """An area's sums of a period."""

    area: PatrolArea
    walks: int
    spot_checks: int
    days_walked: int
    days_due: int | None
    earned: int
    possible: int
    findings: int
    unsettled: int


async def scores(
    session: AsyncSession, community_id: str, period: Period, *, zone: ZoneInfo, today: date
) -> list[AreaScore]:
    """Areas that are patrolled or were walked in the period, by kind and code. Summed by the database in two queries.

    `days_due` are the period's days until today since the area was set up; None for one that is patrolled no more.
    """
    of_walks = (
        select(
            PatrolArea,
            func.count(PatrolWalk.id).filter(PatrolWalk.is_spot_check.is_(False)),
            func.count(PatrolWalk.id).filter(PatrolWalk.is_spot_check),
            func.count(PatrolWalk.walked_on.distinct()).filter(PatrolWalk.is_spot_check.is_(False)),
            func.sum(PatrolWalk.earned),
            func.sum(PatrolWalk.possible),
        )
        .outerjoin(
            PatrolWalk,
            and_(
                PatrolWalk.area_id == PatrolArea.id,
                PatrolWalk.community_id == community_id,
                PatrolWalk.walked_on.between(period.first, period.last),
            ),
        )
        .where(PatrolArea.community_id == community_id)
        .group_by(PatrolArea.id)
        .having(or_(PatrolArea.is_active, func.count(PatrolWalk.id) > 0))
        .order_by(PatrolArea.kind, PatrolArea.code)
    )
    of_findings = (
        select(
            PatrolFinding.area_id,
            func.count(),
            func.count().filter(PatrolFinding.status != FindingStatus.RECHECKED.value),
        )
        .where(PatrolFinding.community_id == community_id, PatrolFinding.found_on.between(period.first, period.last))
        .group_by(PatrolFinding.area_id)
    )
    found = {area_id: (count, left) for area_id, count, left in await session.execute(of_findings)}
    last = min(period.last, today)
    lines = []
    for area, walks, checks, days, earned, possible in await session.execute(of_walks):
        since = max(period.first, area.created_at.astimezone(zone).date())
        due = max(0, (last - since).days + 1)
        if due or walks or checks:
            sums = (int(earned or 0), int(possible or 0), *found.get(area.id, (0, 0)))
            lines.append(AreaScore(area, walks, checks, days, due if area.is_active else None, *sums))
    return lines


async def find_stored(session: AsyncSession, community_id: str, period: str) -> PatrolScore | None:
    """The stored sums of a period that is over."""
    return await session.get(PatrolScore, (community_id, period))


async def store_scores(session: AsyncSession, **state: Any) -> None:
    """Once; what is stored already stands."""
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    await session.execute(dialect.insert(PatrolScore).values(**state).on_conflict_do_nothing())


async def first_days(session: AsyncSession) -> list[tuple[str, ZoneInfo, date]]:
    """Communities that patrol, with their time zone and the day of their first walk. One query."""
    wanted = (
        select(CommunityReplica.id, CommunityReplica.time_zone, func.min(PatrolWalk.walked_on))
        .join(PatrolWalk, PatrolWalk.community_id == CommunityReplica.id)
        .group_by(CommunityReplica.id)
    )
    return [(community_id, ZoneInfo(zone), day) for community_id, zone, day in await session.execute(wanted)]


async def stored_periods(session: AsyncSession, community_id: str) -> set[str]:
    """Which periods are stored. One query."""
    return set(await session.scalars(select(PatrolScore.period).where(PatrolScore.community_id == community_id)))
