"""Every query of the defects."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from services.residents.defects.domain.terms import AGE_DAYS, Age
from services.residents.defects.models import Defect, HandOverNumber
from services.residents.premises.models import Community
from shared.kernel.errors import NotFound
from shared.runtime.http.paging import Keyset, page_of

NEWEST_FIRST = Keyset((Defect.created_at, Defect.id))
_IS_OPEN = Defect.cured_on.is_(None)


async def next_number(session: AsyncSession, community_id: str, series: str) -> int:
    """The next of a series; one statement, so that two desks never get the same."""
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    insert = dialect.insert(HandOverNumber).values(community_id=community_id, series=series, last=1)
    counted = insert.on_conflict_do_update(
        index_elements=["community_id", "series"], set_={"last": HandOverNumber.last + 1}
    ).returning(HandOverNumber.last)
    last: int = (await session.execute(counted)).scalar_one()
    return last


async def load_defect(session: AsyncSession, defect_id: str, communities: Collection[str]) -> Defect:
    """A defect with its notices and history, within the caller's communities; three queries. Raises NotFound."""
    found = await session.scalar(
        select(Defect)
        .where(Defect.id == defect_id, Defect.community_id.in_(communities))
        .options(selectinload(Defect.notices), selectinload(Defect.steps))
    )
    if found is None:
        raise NotFound(what="defect")
    return found


async def local_days(session: AsyncSession, communities: Collection[str], now: datetime) -> Mapping[date, list[str]]:
    """Which day it is in which of the communities; one query."""
    days: dict[date, list[str]] = {}
    for community in await session.scalars(select(Community).where(Community.id.in_(communities))):
        days.setdefault(now.astimezone(community.zone).date(), []).append(community.id)
    return days


@dataclass(frozen=True, slots=True)
class DefectFilter:
    """What a list may be narrowed by; `overdue_on` says which day it is where: overdue ones alone, or the others."""

    communities: Collection[str]
    status: str | None = None
    kind: str | None = None
    contractor: str | None = None
    room_code: str | None = None
    move_in_id: str | None = None
    overdue: bool | None = None
    days: Mapping[date, list[str]] | None = None

    def apply(self, wanted: Select[Defect]) -> Select[Defect]:
        """The narrowed query."""
        wanted = wanted.where(Defect.community_id.in_(self.communities))
        for column, value in (
            (Defect.status, self.status),
            (Defect.kind, self.kind),
            (Defect.contractor, self.contractor),
            (Defect.room_code, self.room_code),
            (Defect.move_in_id, self.move_in_id),
        ):
            if value is not None:
                wanted = wanted.where(column == value)
        if self.overdue is not None:
            is_overdue = _overdue(self.days or {})
            wanted = wanted.where(is_overdue if self.overdue else ~is_overdue)
        return wanted


def _overdue(days: Mapping[date, list[str]]) -> ColumnElement[bool]:
    late = [and_(Defect.community_id.in_(ids), Defect.deadline_on < day) for day, ids in days.items()]
    return and_(_IS_OPEN, or_(false(), *late))


async def list_defects(
    session: AsyncSession, wanted: DefectFilter, *, cursor: str | None, limit: int
) -> tuple[list[Defect], str | None]:
    """Newest first; one query."""
    return await page_of(session, wanted.apply(select(Defect)), NEWEST_FIRST, cursor=cursor, limit=limit)


async def defects_of_move_in(session: AsyncSession, move_in_id: str) -> Sequence[Defect]:
    """What its inspection found; the id comes from a row that was already scoped."""
    found = await session.scalars(select(Defect).where(Defect.move_in_id == move_in_id).order_by(Defect.number))
    return found.all()


@dataclass(frozen=True, slots=True)
class Tally:
    """How many defects of one kind, contractor and age there are."""

    kind: str
    contractor: str | None
    age: Age
    raised: int
    open: int
    overdue: int


async def tallies(session: AsyncSession, community_id: str, *, today: date, now: datetime) -> list[Tally]:
    """Counted by the database in one query, so that it costs the same for ten defects and for ten thousand."""
    age = case(
        *((Defect.created_at >= now - timedelta(days=days), name.value) for name, days in AGE_DAYS.items()),
        else_=Age.LONGER.value,
    ).label("age")
    is_late = and_(_IS_OPEN, Defect.deadline_on < today)
    counted = await session.execute(
        select(Defect.kind, Defect.contractor, age, func.count(), _how_many(_IS_OPEN), _how_many(is_late))
        .where(Defect.community_id == community_id)
        .group_by(Defect.kind, Defect.contractor, "age")
    )
    return [
        Tally(kind, firm, Age(since), raised, unsettled, late) for kind, firm, since, raised, unsettled, late in counted
    ]


def _how_many(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count().filter(condition)
