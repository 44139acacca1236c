"""Events told by the residents service: premises, households, renovations."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import ClassVar, Literal

from pydantic import Field

from shared.contracts.common import Part
from shared.contracts.envelope import Event


class _Residents(Event):
    PRODUCER: ClassVar[str] = "residents"


class CalendarEntry(Part):
    """A community's own day: overrides the public calendar."""

    day: date
    kind: Literal["working", "holiday"]


class CommunityChanged(_Residents):
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
RoomKind = Literal["flat", "shop", "office", "storage", "garage", "parking_space"]


class RoomChanged(_Residents):
    """A room as it now is. Source: handbook R-01."""

    TYPE: ClassVar[str] = "room.changed"

    room_id: str
    code: str = Field(description="key-label form, `180#1-1-1`")
    building: str
    area_m2: Decimal
    kind: RoomKind
    occupancy: Occupancy
    version: int


MemberRole = Literal["owner", "tenant", "family", "other"]
Language = Literal["zh-CN", "en"]


class Member(Part):
    """One person of a household, without any personal number."""

    person_id: str
    role: MemberRole
    display_name: str
    language: Language
    channels: list[str]


class _HouseholdState(_Residents):
    household_id: str
    room_id: str
    room_code: str
    members: list[Member]
    payer_id: str = Field(description="person id of who pays")
    version: int


class HouseholdRegistered(_HouseholdState):
    """A household was entered in the register."""

    TYPE: ClassVar[str] = "household.registered"


class HouseholdChanged(_HouseholdState):
    """A household as it now is."""

    TYPE: ClassVar[str] = "household.changed"


class HouseholdDeparted(_HouseholdState):
    """A household left its room; its last state."""

    TYPE: ClassVar[str] = "household.departed"


class HouseholdContactsChanged(_Residents):
    """Contact points for the notifications service's key alone (JWE, compact form)."""

    TYPE: ClassVar[str] = "household.contacts_changed"

    household_id: str
    contacts_jwe: str
    version: int


RenovationSize = Literal["small", "medium", "large"]


class Worker(Part):
    """A contractor's worker by id and order; names stay in the residents service."""

    worker_id: str
    order: int


class ChargeDue(Part):
    """What billing has to charge: a tariff item and how many units."""

    item: str
    quantity: int


class _RenovationState(_Residents):
    renovation_id: str
    number: str
    room_id: str
    room_code: str
    household_id: str
    size: RenovationSize
    starts_on: date
    ends_on: date
    contractor: str
    workers: list[Worker]
    status: str
    version: int


class RenovationSubmitted(_RenovationState):
    """The owner handed in the application. Source: handbook R-30."""

    TYPE: ClassVar[str] = "renovation.submitted"


class RenovationRevisionAsked(_RenovationState):
    """The plan review asks for a change."""

    TYPE: ClassVar[str] = "renovation.revision_asked"


class RenovationApproved(_RenovationState):
    """Approved: `charges_due` are to be paid before the permit. Source: handbook R-31."""

    TYPE: ClassVar[str] = "renovation.approved"

    charges_due: list[ChargeDue]


class RenovationRejected(_RenovationState):
    """Refused for good."""

    TYPE: ClassVar[str] = "renovation.rejected"


class RenovationPermitted(_RenovationState):
    """The construction permit is issued. Source: handbook R-32."""

    TYPE: ClassVar[str] = "renovation.permitted"

    permit_number: str
    permit_code: str = Field(description="what the QR code on the permit carries, for the gate check")
    valid_from: date
    valid_until: date
    permitted_at: datetime


class RenovationSuspended(_RenovationState):
    """Works are stopped; passes must not open the gate. Source: handbook R-35."""

    TYPE: ClassVar[str] = "renovation.suspended"

    reason: str = Field(description="kind of breach, never free text")


class RenovationResumed(_RenovationState):
    """Works may go on."""

    TYPE: ClassVar[str] = "renovation.resumed"


class RenovationViolationRecorded(_RenovationState):
    """A breach and the measure taken. Source: handbook R-35."""

    TYPE: ClassVar[str] = "renovation.violation_recorded"

    violation_id: str
    kind: str
    measure: str
    serious: bool
