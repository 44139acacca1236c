"""Every query of the premises."""

from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.residents.premises.domain.errors import UnknownRoom
from services.residents.premises.domain.room_code import parse_room_code, plain_label
from services.residents.premises.domain.room_state import Group
from services.residents.premises.models import Community, Room
from shared.kernel.errors import NotFound
from shared.runtime.byte_order import begins_with
from shared.runtime.http.paging import Keyset, page_of
from shared.runtime.rows import every_row

BY_CODE = Keyset((Community.code, Community.id), descending=False)
IN_ORDER = Keyset((Room.community_id, Room.sort_key, Room.id), descending=False)


async def load_community(session: AsyncSession, community_id: str, communities: Collection[str]) -> Community:
    """A community among the caller's. Raises NotFound."""
    found = await session.scalar(select(Community).where(Community.id == community_id, Community.id.in_(communities)))
    if found is None:
        raise NotFound(what="community")
    return found


async def days_of(session: AsyncSession, communities: Collection[str], now: datetime) -> dict[str, date]:
    """What day it is in each; one query."""
    found = await session.scalars(select(Community).where(Community.id.in_(communities)))
    return {community.id: now.astimezone(community.zone).date() for community in found}


async def list_communities(
    session: AsyncSession, communities: Collection[str], *, cursor: str | None, limit: int
) -> tuple[list[Community], str | None]:
    """By code; one query."""
    wanted = select(Community).where(Community.id.in_(communities))
    return await page_of(session, wanted, BY_CODE, cursor=cursor, limit=limit)


async def is_community(session: AsyncSession, community_id: str) -> bool:
    """Whether it is set up."""
    return await session.scalar(select(Community.id).where(Community.id == community_id)) is not None


async def is_code_taken(session: AsyncSession, code: str) -> bool:
    """By whatever community."""
    return await session.scalar(select(Community.id).where(Community.code == code)) is not None


async def is_room(session: AsyncSession, community_id: str, code: str) -> bool:
    """Whether the community has a room of this code."""
    wanted = select(Room.id).where(Room.community_id == community_id, Room.code == code)
    return await session.scalar(wanted) is not None


async def room_groups(session: AsyncSession, community_id: str) -> list[Group]:
    """How many rooms there are of each building, kind, use and hand-over state, in walking order; one query."""
    alike = (Room.building, Room.kind, Room.occupancy, Room.hand_over)
    found = await session.execute(
        select(*alike, func.count(), func.sum(Room.area_dm2))
        .where(Room.community_id == community_id)
        .group_by(*alike)
        .order_by(func.min(Room.sort_key))
    )
    return [Group(*row[:5], int(row[5])) for row in found]


async def load_room(session: AsyncSession, room_id: str, communities: Collection[str]) -> Room:
    """A room within the caller's communities. Raises NotFound."""
    found = await session.scalar(select(Room).where(Room.id == room_id, Room.community_id.in_(communities)))
    if found is None:
        raise NotFound(what="room")
    return found


async def room_of_code(session: AsyncSession, community_id: str, text: str, *, pointer: str = "/room_code") -> Room:
    """The room of a label as the desk wrote it. Raises BadRoomCode, UnknownRoom."""
    code = str(parse_room_code(text, pointer))
    found = await session.scalar(select(Room).where(Room.community_id == community_id, Room.code == code))
    if found is None:
        raise UnknownRoom(pointer=pointer, room_code=code)
    return found


@dataclass(frozen=True, slots=True)
class RoomFilter:
    """What a list may be narrowed by; `code` is exact, `prefix` a beginning."""

    communities: Collection[str]
    building: str | None = None
    occupancy: str | None = None
    code: str | None = None
    prefix: str | None = None

    def apply(self, wanted: Select[Room]) -> Select[Room]:
        """The narrowed query. Raises BadRoomCode."""
        wanted = wanted.where(Room.community_id.in_(self.communities))
        if self.building is not None:
            wanted = wanted.where(Room.building == plain_label(self.building))
        if self.occupancy is not None:
            wanted = wanted.where(Room.occupancy == self.occupancy)
        if self.code is not None:
            wanted = wanted.where(Room.code == str(parse_room_code(self.code, "/code")))
        if self.prefix is not None and (prefix := plain_label(self.prefix)):
            wanted = wanted.where(begins_with(Room.code, prefix))
        return wanted


async def list_rooms(
    session: AsyncSession, wanted: RoomFilter, *, cursor: str | None, limit: int
) -> tuple[list[Room], str | None]:
    """In the order of a walk through the buildings; one query."""
    return await page_of(session, wanted.apply(select(Room)), IN_ORDER, cursor=cursor, limit=limit)


async def rooms_by_id(session: AsyncSession, room_ids: Collection[str]) -> dict[str, Room]:
    """Several rooms at once; the ids come from rows that were already scoped."""
    found = await session.scalars(select(Room).where(Room.id.in_(room_ids)))
    return {room.id: room for room in found}


async def every_community(session: AsyncSession) -> AsyncIterator[Community]:
    """All, by code."""
    for community in await session.scalars(select(Community).order_by(Community.code)):
        yield community


def every_room(session: AsyncSession) -> AsyncIterator[Room]:
    """All, by id and in batches: premises of any size fit."""
    return every_row(session, select(Room), Room.id)
