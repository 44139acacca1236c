"""HTTP bodies of the premises."""

from datetime import date, time
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import BaseModel, Field, WithJsonSchema

from services.residents.premises.domain.kinds import HandOver, Occupancy, RoomKind
from services.residents.premises.models import Community, Room

# JSON Schema's "time" has an offset (RFC 3339); opening hours are on the community's own clock.
LocalTime = Annotated[
    time, WithJsonSchema({"type": "string", "pattern": r"^\d{2}:\d{2}:\d{2}$", "examples": ["08:00:00"]})
]


class CalendarEntryView(BaseModel):
    """The community's own day: overrides the public calendar (handbook T-13)."""

    day: date
    kind: Literal["working", "holiday"]


class CommunityView(BaseModel):
    """A community."""

    id: str
    code: str = Field(examples=["SG"])
    name_zh: str = Field(examples=["阳光花园"])
    name_en: str = Field(examples=["Sunshine Garden"])
    time_zone: str = Field(examples=["Asia/Shanghai"])
    reception_opens: LocalTime
    reception_closes: LocalTime
    calendar_entries: list[CalendarEntryView]
    version: int

    @classmethod
    def of(cls, community: Community) -> Self:
        """The view of a loaded row."""
        return cls(
            id=community.id,
            code=community.code,
            name_zh=community.name_zh,
            name_en=community.name_en,
            time_zone=community.time_zone,
            reception_opens=community.reception_opens,
            reception_closes=community.reception_closes,
            calendar_entries=[CalendarEntryView.model_validate(entry) for entry in community.calendar_entries],
            version=community.version,
        )


class RoomView(BaseModel):
    """A room, shop, garage or parking space (handbook R-01)."""

    id: str
    community_id: str
    code: str = Field(examples=["3#2-5-1"], description="Key-label form")
    building: str
    entrance: str
    floor: str
    number: str
    area_m2: Decimal = Field(examples=["89.50"])
    kind: RoomKind
    occupancy: Occupancy
    hand_over: HandOver
    version: int

    @classmethod
    def of(cls, room: Room) -> Self:
        """The view of a loaded row."""
        return cls(
            id=room.id,
            community_id=room.community_id,
            code=room.code,
            building=room.building,
            entrance=room.entrance,
            floor=room.floor,
            number=room.number,
            area_m2=room.area_m2,
            kind=RoomKind(room.kind),
            occupancy=Occupancy(room.occupancy),
            hand_over=HandOver(room.hand_over),
            version=room.version,
        )
