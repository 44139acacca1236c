"""The room-state report as it is answered. Source: handbook R-06."""

from datetime import datetime
from decimal import Decimal
from typing import Any, Self

from pydantic import BaseModel, Field

from services.residents.premises.domain.kinds import Occupancy, RoomKind
from services.residents.premises.domain.room_state import Count, RoomState
from services.residents.premises.models import Community


class OccupancyCount(BaseModel):
    """How many rooms are used so."""

    occupancy: Occupancy
    rooms: int


class RoomCount(BaseModel):
    """Rooms and their area, by how they are used."""

    rooms: int = Field(examples=[240])
    area_m2: Decimal = Field(examples=["23125.00"])
    handed_over: int
    by_occupancy: list[OccupancyCount]

    @classmethod
    def of(cls, count: Count) -> Self:
        """The view of a count."""
        return cls(**_counted(count))


class BuildingCount(RoomCount):
    """A building's rooms."""

    building: str = Field(examples=["3"])


class KindCount(RoomCount):
    """The rooms of a kind."""

    kind: RoomKind


class RoomStateReport(BaseModel):
    """How the rooms of a community are used at present (handbook R-06)."""

    community_id: str
    community_name_zh: str
    community_name_en: str
    as_of: datetime
    total: RoomCount
    buildings: list[BuildingCount]
    kinds: list[KindCount]

    @classmethod
    def of(cls, community: Community, state: RoomState, *, as_of: datetime) -> Self:
        """The view of counted rooms."""
        return cls(
            community_id=community.id,
            community_name_zh=community.name_zh,
            community_name_en=community.name_en,
            as_of=as_of,
            total=RoomCount.of(state.total),
            buildings=[BuildingCount(building=building, **_counted(count)) for building, count in state.buildings],
            kinds=[KindCount(kind=kind, **_counted(count)) for kind, count in state.kinds],
        )


def _counted(count: Count) -> dict[str, Any]:
    return {
        "rooms": count.rooms,
        "area_m2": Decimal(count.area_dm2).scaleb(-2),
        "handed_over": count.handed_over,
        "by_occupancy": [
            OccupancyCount(occupancy=occupancy, rooms=rooms) for occupancy, rooms in count.by_occupancy.items()
        ],
    }
