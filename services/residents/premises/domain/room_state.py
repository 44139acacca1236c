"""The room-state report: how the rooms of a community are used. Source: handbook R-06."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from services.residents.premises.domain.kinds import HandOver, Occupancy, RoomKind


@dataclass(frozen=True, slots=True)
class Group:
    """Rooms that are alike, as the database counts them."""

    building: str
    kind: str
    occupancy: str
    hand_over: str
    rooms: int
    area_dm2: int


@dataclass(slots=True)
class Count:
    """Rooms and their area, by how they are used."""

    rooms: int = 0
    area_dm2: int = 0
    handed_over: int = 0
    by_occupancy: dict[Occupancy, int] = field(default_factory=lambda: dict.fromkeys(Occupancy, 0))

    def add(self, group: Group) -> None:
        """Count a group in."""
        self.rooms += group.rooms
        self.area_dm2 += group.area_dm2
        self.by_occupancy[Occupancy(group.occupancy)] += group.rooms
        if group.hand_over == HandOver.HANDED_OVER:
            self.handed_over += group.rooms


@dataclass(frozen=True, slots=True)
class RoomState:
    """Buildings in walking order, kinds in the table's; every room is in one of each and in the total."""

    total: Count
    buildings: Sequence[tuple[str, Count]]
    kinds: Sequence[tuple[RoomKind, Count]]


def room_state(groups: Iterable[Group]) -> RoomState:
    """The report of the groups, buildings in the order in which they come."""
    total = Count()
    buildings: dict[str, Count] = {}
    kinds: dict[RoomKind, Count] = {}
    for group in groups:
        for count in (
            total,
            buildings.setdefault(group.building, Count()),
            kinds.setdefault(RoomKind(group.kind), Count()),
        ):
            count.add(group)
    return RoomState(total, list(buildings.items()), [(kind, kinds[kind]) for kind in RoomKind if kind in kinds])
