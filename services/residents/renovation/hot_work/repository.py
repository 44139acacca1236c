"""Every query of the hot works."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from services.residents.renovation.hot_work.domain import LIVE, OPEN
from services.residents.renovation.hot_work.models import HotWork
from services.residents.renovation.models import Renovation
from shared.kernel.errors import NotFound
from shared.runtime.http.paging import Keyset, page_of

NEWEST_FIRST = Keyset((HotWork.starts_at, HotWork.id))
_PARTS = (selectinload(HotWork.renovation), selectinload(HotWork.steps))


async def load_hot_work(session: AsyncSession, hot_work_id: str, communities: Collection[str]) -> HotWork:
    """A hot work with its renovation and history, within the caller's communities; three queries. Raises NotFound."""
    found = await session.scalar(
        select(HotWork).where(HotWork.id == hot_work_id, HotWork.community_id.in_(communities)).options(*_PARTS)
    )
    if found is None:
        raise NotFound(what="hot work")
    return found


async def load_to_print(session: AsyncSession, hot_work_id: str, communities: Collection[str]) -> HotWork:
    """The same with its renovation's permits; four queries. Raises NotFound."""
    permits = selectinload(HotWork.renovation).selectinload(Renovation.permits)
    found = await session.scalar(
        select(HotWork)
        .where(HotWork.id == hot_work_id, HotWork.community_id.in_(communities))
        .options(permits, selectinload(HotWork.steps))
    )
    if found is None:
        raise NotFound(what="hot work")
    return found


@dataclass(frozen=True, slots=True)
class HotWorkFilter:
    """What a list may be narrowed by; `at` is a moment that lies in the window."""

    communities: Collection[str]
    renovation_id: str | None = None
    status: str | None = None
    at: datetime | None = None

    def apply(self, wanted: Select[HotWork]) -> Select[HotWork]:
        """The narrowed query."""
        wanted = wanted.where(HotWork.community_id.in_(self.communities))
        if self.renovation_id is not None:
            wanted = wanted.where(HotWork.renovation_id == self.renovation_id)
        if self.status is not None:
            wanted = wanted.where(HotWork.status == self.status)
        if self.at is not None:
            wanted = wanted.where(HotWork.starts_at <= self.at, HotWork.ends_at > self.at)
        return wanted


async def list_hot_works(
    session: AsyncSession, wanted: HotWorkFilter, *, cursor: str | None, limit: int
) -> tuple[list[HotWork], str | None]:
    """The latest window first; two queries: hot works and their renovations."""
    query = wanted.apply(select(HotWork)).options(selectinload(HotWork.renovation))
    return await page_of(session, query, NEWEST_FIRST, cursor=cursor, limit=limit)


async def permitted_in_room(
    session: AsyncSession, community_id: str, room_id: str, *, since: datetime, until: datetime
) -> Sequence[HotWork]:
    """Those of a room that got their permit and whose window begins between the moments; two queries."""
    found = await session.scalars(
        select(HotWork)
        .where(
            HotWork.community_id == community_id,
            HotWork.starts_at.between(since, until),
            HotWork.room_id == room_id,
            HotWork.permitted_at.is_not(None),
        )
        .options(selectinload(HotWork.renovation))
        .order_by(HotWork.starts_at, HotWork.id)
    )
    return found.all()


async def lock_live_of(session: AsyncSession, renovation_id: str) -> Sequence[HotWork]:
    """A renovation's permitted hot works, held."""
    found = await session.scalars(
        select(HotWork)
        .where(HotWork.renovation_id == renovation_id, HotWork.status.in_(LIVE))
        .options(selectinload(HotWork.steps))
        .order_by(HotWork.id)
        .with_for_update(of=HotWork)
    )
    return found.all()


async def lock_over(session: AsyncSession, now: datetime, limit: int) -> Sequence[HotWork]:
    """Open ones whose window is over. Rows that somebody works on now are left to the next turn."""
    found = await session.scalars(
        select(HotWork)
        .where(HotWork.status.in_(OPEN), HotWork.ends_at <= now)
        .options(selectinload(HotWork.steps))
        .order_by(HotWork.ends_at, HotWork.id)
        .limit(limit)
        .with_for_update(of=HotWork, skip_locked=True)
    )
    return found.all()
