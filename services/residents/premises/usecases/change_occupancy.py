"""A room's use follows who holds it and what is built in it. Source: handbook R-01."""

from services.residents.premises.domain.kinds import Occupancy
from services.residents.premises.models import Room
from services.residents.premises.usecases.telling import room_event
from shared.runtime.unit_of_work import Transaction


def change_occupancy(tx: Transaction, room: Room, occupancy: Occupancy) -> None:
    """Tells `room.changed`; nothing when it is used so already."""
    if room.occupancy == occupancy:
        return
    room.occupancy = occupancy
    tx.publish(room, room_event(room))
