"""HTTP bodies of the premises."""

from datetime import date, time
from decimal import Decimal
from typing import Annotated, Literal, Self, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
    model_validator,
)

from services.residents.premises.domain.kinds import HandOver, Occupancy, RoomKind
from services.residents.premises.models import Community, Room
from shared.kernel.text import Text
from shared.runtime.http.fields import Code, Identifier, Name
from shared.runtime.http.patterns import worded
from shared.runtime.http.validation import BilingualValueError

B = TypeVar("B", bound=BaseModel)
_NOT_EMPTY = Text(zh="此项不能清空", en="This can't be emptied")

# JSON Schema's "time" has an offset (RFC 3339); opening hours are on the community's own clock.
LocalTime = Annotated[
    time, WithJsonSchema({"type": "string", "pattern": r"^\d{2}:\d{2}:\d{2}$", "examples": ["08:00:00"]})
]


def _own_clock(moment: time) -> time:
    if moment.tzinfo is not None or moment.microsecond:
        raise BilingualValueError(_NO_OFFSET)
    return moment


_NO_OFFSET = Text(
    zh="请填写小区当地时间，如 08:00:00，不带时区", en="Give the community's own time, 08:00:00, without offset"
)
Hour = Annotated[LocalTime, AfterValidator(_own_clock)]
Area = Annotated[
    Decimal,
    Field(gt=0, lt=1_000_000, max_digits=8, decimal_places=2, examples=["89.50"]),
]


class CalendarEntryView(BaseModel):
    """The community's own day: overrides the public calendar (handbook T-13)."""

    day: date
    kind: Literal["working", "holiday"]


class CalendarEntryBody(CalendarEntryView):
    """A day to enter."""

    model_config = ConfigDict(extra="forbid")

    day: Annotated[date, Field(ge=date(2000, 1, 1), le=date(2200, 12, 31))]


CalendarEntries = Annotated[list[CalendarEntryBody], Field(max_length=400)]


class CommunityBody(BaseModel):
    """A community to set up, under an id that the caller's account was made for."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"code": "SG", "name_zh": "阳光花园", "name_en": "Sunshine Garden"}]},
    )

    community_id: Identifier | None = Field(default=None, description="Needed when the account has several communities")
    code: Annotated[
        str,
        StringConstraints(
            pattern=worded(
                r"^[A-Z][A-Z0-9]{0,7}$",
                Text(zh="1 至 8 位大写字母或数字，以字母开头", en="1 to 8 capitals or digits, a letter first"),
            )
        ),
    ] = Field(examples=["SG"], description="Files and receipts are numbered with it: it stays")
    name_zh: Name
    name_en: Name
    time_zone: Code = "Asia/Shanghai"
    reception_opens: Hour = time(8)
    reception_closes: Hour = time(17)
    calendar_entries: CalendarEntries = []


class CommunityChange(BaseModel):
    """What of a community changes; what is left out stays."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"reception_closes": "18:00:00"}]})

    name_zh: Name | None = None
    name_en: Name | None = None
    time_zone: Code | None = None
    reception_opens: Hour | None = None
    reception_closes: Hour | None = None
    calendar_entries: CalendarEntries | None = Field(default=None, description="All of them")

    @model_validator(mode="after")
    def check_not_emptied(self) -> Self:
        """Raises BilingualValueError."""
        return _not_emptied(self)


class RoomBody(BaseModel):
    """A room to enter (handbook R-01)."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"code": "4#1-1-1", "area_m2": "89.50", "occupancy": "unsold"}]}
    )

    code: Code = Field(examples=["4#1-1-1"], description="Key-label form; building, entrance and floor follow from it")
    area_m2: Area
    kind: RoomKind = RoomKind.FLAT
    occupancy: Occupancy = Occupancy.UNSOLD
    hand_over: HandOver = HandOver.PENDING
    community_id: Identifier | None = Field(default=None, description="Needed when the account has several communities")


class RoomChange(BaseModel):
    """What of a room changes; what is left out stays."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"occupancy": "sold_vacant", "hand_over": "handed_over"}]},
    )

    area_m2: Area | None = None
    kind: RoomKind | None = None
    occupancy: Occupancy | None = None
    hand_over: HandOver | None = None

    @model_validator(mode="after")
    def check_not_emptied(self) -> Self:
        """Raises BilingualValueError."""
        return _not_emptied(self)


def _not_emptied(change: B) -> B:
    if any(getattr(change, name) is None for name in change.model_fields_set):
        raise BilingualValueError(_NOT_EMPTY)
    return change


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
