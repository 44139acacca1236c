"""What a room is and how it is used. Source: handbook R-01."""

from collections.abc import Mapping
from enum import StrEnum

from shared.kernel.text import Text


class RoomKind(StrEnum):
    """What was built."""

    FLAT = "flat"
    SHOP = "shop"
    OFFICE = "office"
    STORAGE = "storage"
    GARAGE = "garage"
    PARKING_SPACE = "parking_space"


class Occupancy(StrEnum):
    """How it is used; for an unsold room the developer pays the vacant-room fee."""

    SOLD_VACANT = "sold_vacant"
    OCCUPIED = "occupied"
    LET = "let"
    RENOVATING = "renovating"
    UNSOLD = "unsold"


class HandOver(StrEnum):
    """Whether the developer has handed it over."""

    PENDING = "pending"
    HANDED_OVER = "handed_over"


ROOM_KINDS: Mapping[RoomKind, Text] = {
    RoomKind.FLAT: Text(zh="住宅", en="Flat"),
    RoomKind.SHOP: Text(zh="商铺", en="Shop"),
    RoomKind.OFFICE: Text(zh="办公", en="Office"),
    RoomKind.STORAGE: Text(zh="储藏室", en="Storage room"),
    RoomKind.GARAGE: Text(zh="车库", en="Garage"),
    RoomKind.PARKING_SPACE: Text(zh="车位", en="Parking space"),
}
OCCUPANCIES: Mapping[Occupancy, Text] = {
    Occupancy.SOLD_VACANT: Text(zh="已售空置", en="Sold, vacant"),
    Occupancy.OCCUPIED: Text(zh="自住", en="Occupied"),
    Occupancy.LET: Text(zh="出租", en="Let"),
    Occupancy.RENOVATING: Text(zh="装修中", en="Renovating"),
    Occupancy.UNSOLD: Text(zh="未售", en="Unsold"),
}
HAND_OVERS: Mapping[HandOver, Text] = {
    HandOver.PENDING: Text(zh="未交付", en="Not handed over"),
    HandOver.HANDED_OVER: Text(zh="已交付", en="Handed over"),
}


def occupancy_when_held(present: Occupancy, *, is_let: bool) -> Occupancy:
    """A household's coming or change makes the room occupied or let; works go on whoever holds it."""
    if present is Occupancy.RENOVATING:
        return present
    return Occupancy.LET if is_let else Occupancy.OCCUPIED
