"""Communities and rooms. Source: handbook R-01."""

from datetime import date, time
from decimal import Decimal
from typing import ClassVar, Literal

from pydantic import Field

from shared.contracts.common import Part
from shared.contracts.residents.base import Residents


class CalendarEntry(Part):
    """A community's own day: overrides the public calendar."""

    day: date
    kind: Literal["working", "holiday"]


class CommunityChanged(Residents):
    """A community as it now is (its id is the envelope's subject and `community`)."""

    TYPE: ClassVar[str] = "community.changed"

    community_id: str
    code: str
    name: str
    time_zone: str
    reception_opens: time
    reception_closes: time
    calendar_entries: list[CalendarEntry]
    version: int


Occupancy = Literal["sold_vacant", "occupied", "let", "renovating", "unsold"]
HandOver = Literal["pending", "handed_over"]
RoomKind = Literal["flat", "shop", "office", "storage", "garage", "parking_space"]


class RoomChanged(Residents):
    """A room as it now is. Source: handbook R-01."""

    TYPE: ClassVar[str] = "room.changed"

    room_id: str
    code: str = Field(description="key-label form, `180#1-1-1`")
    building: str
    area_m2: Decimal
    kind: RoomKind
    occupancy: Occupancy
    hand_over: HandOver | None = Field(default=None, description="null: told before this was known")
    version: int
