"""What a household's register entries are checked against."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.residents.households.domain.errors import NotAParkingSpace
from services.residents.households.models import ParkingSpace
from services.residents.premises.domain.kinds import RoomKind
from services.residents.premises.models import Room
from services.residents.premises.repository import room_of_code

_PLACES = frozenset({RoomKind.PARKING_SPACE, RoomKind.GARAGE})


async def parking_room(session: AsyncSession, community_id: str, text: str, *, pointer: str) -> Room:
    """The space or garage of a code as the desk wrote it. Raises BadRoomCode, UnknownRoom, NotAParkingSpace."""
    room = await room_of_code(session, community_id, text, pointer=pointer)
    if room.kind not in _PLACES:
        raise NotAParkingSpace(pointer=pointer, room_code=room.code)
    return room


async def space_holder(session: AsyncSession, room_id: str) -> str | None:
    """The id of the household that uses the space now."""
    return await session.scalar(
        select(ParkingSpace.household_id).where(ParkingSpace.room_id == room_id, ParkingSpace.removed_on.is_(None))
    )
