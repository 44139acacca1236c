"""Passes in lists, and what the desk's screens show."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.access.domain.lifecycle import LIVE, WAITING, Kind
from services.access.models import Pass
from shared.runtime.http.paging import Keyset, page_of

NEWEST_FIRST = Keyset((Pass.created_at, Pass.id))


@dataclass(frozen=True, slots=True)
class PassFilter:
    """What a list may be narrowed by."""

    communities: Collection[str]
    kind: str | None = None
    status: str | None = None
    renovation_id: str | None = None
    room_code: str | None = None
    household_id: str | None = None
    unreturned: bool = False

    def apply(self, wanted: Select[Pass]) -> Select[Pass]:
        """The narrowed query."""
        wanted = wanted.where(Pass.community_id.in_(self.communities))
        for column, value in (
            (Pass.kind, self.kind),
            (Pass.status, self.status),
            (Pass.renovation_id, self.renovation_id),
            (Pass.room_code, self.room_code),
            (Pass.household_id, self.household_id),
        ):
            if value is not None:
                wanted = wanted.where(column == value)
        return wanted.where(*_UNRETURNED) if self.unreturned else wanted


_UNRETURNED = (Pass.issued_at.is_not(None), Pass.returned_at.is_(None))


async def list_passes(
    session: AsyncSession, wanted: PassFilter, *, cursor: str | None, limit: int
) -> tuple[list[Pass], str | None]:
    """Newest first; one query whatever the page holds."""
    return await page_of(session, wanted.apply(select(Pass)), NEWEST_FIRST, cursor=cursor, limit=limit)


async def passes_of_room(
    session: AsyncSession, communities: Collection[str], room_code: str | None, household_id: str | None, limit: int
) -> Sequence[Pass]:
    """Passes of a room or household that are wanted or out, newest first; with both, none of earlier households."""
    standing = [status.value for status in (*WAITING, *LIVE)]
    wanted = select(Pass).where(Pass.community_id.in_(communities), Pass.status.in_(standing))
    if room_code is not None:
        wanted = wanted.where(Pass.room_code == room_code)
    if household_id is not None:
        wanted = wanted.where(Pass.household_id == household_id)
    return (await session.scalars(wanted.order_by(Pass.created_at.desc(), Pass.id.desc()).limit(limit))).all()


async def waiting_by_stage(session: AsyncSession, community_id: str) -> Mapping[str, int]:
    """How many passes stand at each stage before issue; stages without any are 0."""
    stages = [status.value for status in WAITING]
    counted = await session.execute(
        select(Pass.status, func.count())
        .where(Pass.community_id == community_id, Pass.status.in_(stages))
        .group_by(Pass.status)
    )
    return dict.fromkeys(stages, 0) | dict(counted.all())


async def over_the_clock(
    session: AsyncSession, community_id: str, now: datetime, limit: int
) -> tuple[int, Sequence[Pass]]:
    """Passes that are late and still not issued, most overdue first; judged by the clock, not by the job's record."""
    late = (
        Pass.community_id == community_id,
        Pass.due_at.is_not(None),
        Pass.due_at < now,
        Pass.clock_stopped_at.is_(None),
    )
    return await _counted(session, late, limit, Pass.due_at.asc())


async def unreturned_temporary(session: AsyncSession, community_id: str, limit: int) -> tuple[int, Sequence[Pass]]:
    """Temporary passes that are out, the earliest end first (A-32)."""
    out = (Pass.community_id == community_id, Pass.kind == Kind.TEMPORARY, *_UNRETURNED)
    return await _counted(session, out, limit, Pass.valid_until.asc())


async def _counted(
    session: AsyncSession, clauses: Sequence[ColumnElement[bool]], limit: int, order: ColumnElement[Any]
) -> tuple[int, Sequence[Pass]]:
    count = (await session.execute(select(func.count()).select_from(Pass).where(*clauses))).scalar_one()
    rows = (await session.scalars(select(Pass).where(*clauses).order_by(order, Pass.id).limit(limit))).all()
    return count, rows
