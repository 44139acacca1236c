"""Enter a room, one by one. Source: handbook R-01."""

from services.residents.premises import repository
from services.residents.premises.domain.room_code import RoomCode, parse_room_code
from services.residents.premises.domain.setting_up import RoomKnown, must_fit
from services.residents.premises.models import Room
from services.residents.premises.schemas import RoomBody
from services.residents.premises.usecases.telling import room_event
from shared.kernel.ids import new_id
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def enter_room(tx: Transaction, caller: Caller, body: RoomBody) -> Room:
    """The room; its building is there with its first room. Raises BadRoomCode, RoomKnown, NotSoldYet, NotFound."""
    community = await repository.load_community(tx.session, caller.community(body.community_id), caller.communities)
    code = parse_room_code(body.code, "/code")
    if await repository.is_room(tx.session, community.id, str(code)):
        raise RoomKnown(pointer="/code", room_code=str(code))

    must_fit(str(code), body.occupancy, body.hand_over, is_held=False)
    room = _room(tx, community.id, code, body)

    tx.session.add(room)
    tx.publish(room, room_event(room))
    return room


def _room(tx: Transaction, community_id: str, code: RoomCode, body: RoomBody) -> Room:
    return Room(
        id=new_id(),
        community_id=community_id,
        created_at=tx.now,
        version=1,
        event_sequence=0,
        code=str(code),
        sort_key=code.sort_key,
        building=code.building,
        entrance=code.entrance,
        floor=code.floor,
        number=code.number,
        area_dm2=int(body.area_m2 * 100),
        kind=body.kind.value,
        occupancy=body.occupancy.value,
        hand_over=body.hand_over.value,
    )
