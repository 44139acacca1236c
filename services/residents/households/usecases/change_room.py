"""What is known of a room changes; who holds it limits how. Source: handbook R-01."""

from services.residents.households import repository
from services.residents.premises import repository as premises
from services.residents.premises.domain.kinds import HandOver, Occupancy
from services.residents.premises.domain.setting_up import must_fit
from services.residents.premises.models import Room
from services.residents.premises.schemas import RoomChange
from services.residents.premises.usecases.telling import room_event
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def change_room(tx: Transaction, caller: Caller, room_id: str, change: RoomChange) -> Room:
    """The room. Raises NotFound, Stale, OccupiedByHousehold, NotSoldYet."""
    room = await premises.load_room(tx.session, room_id, caller.communities)
    tx.guard(room)
    is_held = await repository.present_household(tx.session, room.id) is not None

    if change.area_m2 is not None:
        room.area_dm2 = int(change.area_m2 * 100)
    for name in ("kind", "occupancy", "hand_over"):
        if (given := getattr(change, name)) is not None:
            setattr(room, name, given.value)
    must_fit(room.code, Occupancy(room.occupancy), HandOver(room.hand_over), is_held=is_held)

    tx.publish(room, room_event(room))
    return room
