"""Move-ins and the defects found in them. Source: handbook R-20 to R-24."""

from datetime import date
from decimal import Decimal
from typing import ClassVar, Literal

from pydantic import Field

from shared.contracts.common import Part
from shared.contracts.residents.base import Residents


class OpeningReading(Part):
    """What a meter showed at the hand-over. Source: handbook R-22, B-13."""

    kind: Literal["water", "power", "gas"]
    serial: str | None
    reading: Decimal


class PassesWanted(Part):
    """How many resident passes a member is to get. Source: handbook A-30."""

    person_id: str
    count: int


class KeyHandedOver(Part):
    """Keys of one kind: how many the owner signed for, how many stay with the desk. Source: handbook R-22."""

    label: str = Field(description="what the key opens: `entrance`, `door`, `mailbox`, `meter_box` …")
    count: int
    kept: int = Field(description="in custody against a slip")


class MoveInCompleted(Residents):
    """The owner has taken over the room. Source: handbook R-24."""

    TYPE: ClassVar[str] = "move_in.completed"

    move_in_id: str
    number: str
    household_id: str
    room_id: str
    room_code: str
    handed_over_on: date
    readings: list[OpeningReading]
    passes_wanted: list[PassesWanted]
    keys: list[KeyHandedOver]
    version: int


class _DefectState(Residents):
    defect_id: str
    number: str
    room_id: str
    room_code: str
    household_id: str | None
    kind: str
    contractor: str | None = Field(description="the developer's contractor, a firm's name")
    deadline_on: date
    version: int


class DefectRaised(_DefectState):
    """The developer is to put it right by the deadline. Source: handbook R-23."""

    TYPE: ClassVar[str] = "defect.raised"


class DefectCured(_DefectState):
    """The owner confirmed at the re-inspection. Source: handbook R-23."""

    TYPE: ClassVar[str] = "defect.cured"

    cured_on: date
