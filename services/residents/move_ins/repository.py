"""Every query of the move-ins."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from services.residents.move_ins.models import MoveIn
from shared.kernel.errors import NotFound
from shared.runtime.http.paging import Keyset, page_of

NEWEST_FIRST = Keyset((MoveIn.created_at, MoveIn.id))


async def load_move_in(session: AsyncSession, move_in_id: str, communities: Collection[str]) -> MoveIn:
    """A move-in with its steps, within the caller's communities; two queries. Raises NotFound."""
    found = await session.scalar(
        select(MoveIn)
        .where(MoveIn.id == move_in_id, MoveIn.community_id.in_(communities))
        .options(selectinload(MoveIn.steps))
    )
    if found is None:
        raise NotFound(what="move-in")
    return found


async def open_move_in(session: AsyncSession, room_id: str) -> MoveIn | None:
    """The one that is going on in the room; without its steps."""
    return await session.scalar(select(MoveIn).where(MoveIn.room_id == room_id, MoveIn.ended_at.is_(None)))


@dataclass(frozen=True, slots=True)
class MoveInFilter:
    """What a list may be narrowed by."""

    communities: Collection[str]
    status: str | None = None
    room_code: str | None = None
    household_id: str | None = None

    def apply(self, wanted: Select[MoveIn]) -> Select[MoveIn]:
        """The narrowed query."""
        wanted = wanted.where(MoveIn.community_id.in_(self.communities))
        for column, value in (
            (MoveIn.status, self.status),
            (MoveIn.room_code, self.room_code),
            (MoveIn.household_id, self.household_id),
        ):
            if value is not None:
                wanted = wanted.where(column == value)
        return wanted


async def list_move_ins(
    session: AsyncSession, wanted: MoveInFilter, *, cursor: str | None, limit: int
) -> tuple[list[MoveIn], str | None]:
    """Newest first; one query: the steps are read with a single move-in."""
    return await page_of(session, wanted.apply(select(MoveIn)), NEWEST_FIRST, cursor=cursor, limit=limit)
