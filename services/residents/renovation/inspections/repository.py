"""Every query of inspections and notices."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from services.residents.premises.models import Community
from services.residents.renovation.domain.lifecycle import Status
from services.residents.renovation.inspections.domain import Round
from services.residents.renovation.inspections.models import Inspection, Notice
from services.residents.renovation.models import Renovation
from shared.kernel.errors import NotFound
from shared.runtime.http.paging import Keyset, page_of

NEWEST_FIRST = Keyset((Inspection.inspected_at, Inspection.id))
NOTICES_NEWEST_FIRST = Keyset((Notice.created_at, Notice.id))
LONGEST_GOING_FIRST = Keyset((Renovation.created_at, Renovation.id), descending=False)
INSPECTED = (Status.IN_PROGRESS, Status.SUSPENDED)


async def list_inspections(
    session: AsyncSession, renovation_id: str, communities: Collection[str], *, cursor: str | None, limit: int
) -> tuple[list[Inspection], str | None]:
    """Of one renovation, newest first; two queries: rounds and their notices."""
    wanted = (
        select(Inspection)
        .where(Inspection.renovation_id == renovation_id, Inspection.community_id.in_(communities))
        .options(selectinload(Inspection.notice))
    )
    return await page_of(session, wanted, NEWEST_FIRST, cursor=cursor, limit=limit)


async def load_notice(session: AsyncSession, notice_id: str, communities: Collection[str]) -> Notice:
    """With its renovation and rechecks, within the caller's communities; three queries. Raises NotFound."""
    found = await session.scalar(
        select(Notice)
        .where(Notice.id == notice_id, Notice.community_id.in_(communities))
        .options(selectinload(Notice.renovation), selectinload(Notice.rechecks))
    )
    if found is None:
        raise NotFound(what="notice")
    return found


async def load_to_print(session: AsyncSession, notice_id: str, communities: Collection[str]) -> Notice:
    """The same with its inspection and the breaches recorded in the works; five queries. Raises NotFound."""
    found = await session.scalar(
        select(Notice)
        .where(Notice.id == notice_id, Notice.community_id.in_(communities))
        .options(
            selectinload(Notice.renovation).selectinload(Renovation.violations),
            selectinload(Notice.inspection),
            selectinload(Notice.rechecks),
        )
    )
    if found is None:
        raise NotFound(what="notice")
    return found


@dataclass(frozen=True, slots=True)
class NoticeFilter:
    """What a list of notices may be narrowed by."""

    communities: Collection[str]
    renovation_id: str | None = None
    is_open: bool | None = None

    def apply(self, wanted: Select[Notice]) -> Select[Notice]:
        """The narrowed query."""
        wanted = wanted.where(Notice.community_id.in_(self.communities))
        if self.renovation_id is not None:
            wanted = wanted.where(Notice.renovation_id == self.renovation_id)
        if self.is_open is not None:
            wanted = wanted.where(Notice.cured_at.is_(None) if self.is_open else Notice.cured_at.is_not(None))
        return wanted


async def list_notices(
    session: AsyncSession, wanted: NoticeFilter, *, cursor: str | None, limit: int
) -> tuple[list[Notice], str | None]:
    """Newest first; two queries: notices and their rechecks."""
    query = wanted.apply(select(Notice)).options(selectinload(Notice.rechecks))
    return await page_of(session, query, NOTICES_NEWEST_FIRST, cursor=cursor, limit=limit)


async def count_open_notices(session: AsyncSession, renovation_id: str) -> int:
    """Of one renovation that was already scoped."""
    counted = select(func.count()).where(Notice.renovation_id == renovation_id, Notice.cured_at.is_(None))
    return await session.scalar(counted) or 0


async def communities_of(session: AsyncSession, communities: Collection[str]) -> Mapping[str, Community]:
    """The caller's, by id."""
    found = await session.scalars(select(Community).where(Community.id.in_(communities)))
    return {community.id: community for community in found}


async def works_to_inspect(
    session: AsyncSession, communities: Collection[str], *, cursor: str | None, limit: int
) -> tuple[list[Renovation], str | None]:
    """Works that go on or are stopped, the longest going first; one query."""
    wanted = select(Renovation).where(Renovation.community_id.in_(communities), Renovation.status.in_(INSPECTED))
    return await page_of(session, wanted, LONGEST_GOING_FIRST, cursor=cursor, limit=limit)


async def last_rounds(session: AsyncSession, renovation_ids: Collection[str]) -> Mapping[str, Mapping[Round, date]]:
    """Per renovation the day of each round's last one; the ids come from rows that were already scoped."""
    rows = await session.execute(
        select(Inspection.renovation_id, Inspection.round, func.max(Inspection.day))
        .where(Inspection.renovation_id.in_(renovation_ids))
        .group_by(Inspection.renovation_id, Inspection.round)
    )
    found: dict[str, dict[Round, date]] = {}
    for renovation_id, made, day in rows:
        found.setdefault(renovation_id, {})[Round(made)] = day
    return found


async def open_notices(session: AsyncSession, renovation_ids: Collection[str]) -> Sequence[Notice]:
    """Not cured yet, oldest first; the ids come from rows that were already scoped."""
    wanted = select(Notice).where(Notice.renovation_id.in_(renovation_ids), Notice.cured_at.is_(None))
    return (await session.scalars(wanted.order_by(Notice.created_at, Notice.id))).all()
