"""Bodies of what only the gateway asks, for the desk's composed answers."""

from datetime import date, datetime
from typing import Self

from pydantic import BaseModel, Field

from services.residents.households.domain.instructions import InstructionKind
from services.residents.households.domain.matters import Matter
from services.residents.households.models import StandingInstruction
from services.residents.renovation.hot_work.models import HotWork
from services.residents.renovation.hot_work.schemas import HotWorkSummary


class CardMember(BaseModel):
    """A person of the household; `same_name_rooms` are other rooms with somebody of that name (handbook R-03)."""

    person_id: str
    name: str
    display_name: str
    role: str
    phone: str | None
    language: str
    may_be_told: list[Matter]
    is_emergency_contact: bool
    same_name_rooms: list[str]


class CardInstruction(BaseModel):
    """What the household asks of the desk, in force today (handbook A-06)."""

    instruction_id: str
    kind: InstructionKind
    text: str
    valid_until: date | None
    written_by_name: str

    @classmethod
    def of(cls, row: StandingInstruction) -> Self:
        """The view of a loaded row."""
        return cls(
            instruction_id=row.id,
            kind=InstructionKind(row.kind),
            text=row.text,
            valid_until=row.valid_until,
            written_by_name=row.written_by_name,
        )


class CardWorks(BaseModel):
    """Works in the room that have a permit."""

    renovation_id: str
    number: str
    status: str
    permit_number: str | None
    valid_until: date | None


class Match(BaseModel):
    """A room and who holds it; no household in a vacant room."""

    household_id: str | None
    community_id: str
    room_id: str
    room_code: str
    occupancy: str
    members: list[CardMember]
    instructions: list[CardInstruction]
    works: CardWorks | None


class CallerCard(BaseModel):
    """Who it may be that calls."""

    matches: list[Match]


class GateHotWork(BaseModel):
    """A hot work of the room today, to compare with the permit on the wall."""

    number: str
    place: str
    status: str
    is_valid: bool
    starts_at: datetime
    ends_at: datetime

    @classmethod
    def at(cls, hot_work: HotWork, now: datetime) -> Self:
        """The view of a row that is loaded with its renovation; void once its window is over."""
        seen = HotWorkSummary.at(hot_work, now)
        return cls.model_validate({name: getattr(seen, name) for name in cls.model_fields})


class GateInstructions(BaseModel):
    """What the guard reads beside the pass."""

    room_code: str
    instructions: list[CardInstruction]
    hot_works: list[GateHotWork] = Field(
        description="Those that got their permit and whose window began or begins within a day"
    )


class WaitingRenovation(BaseModel):
    """An application that waits for review or approval."""

    renovation_id: str
    number: str
    room_code: str
    status: str
    since: datetime


class ExpiringPermit(BaseModel):
    """A permit near its end: ask for an extension (handbook R-32)."""

    renovation_id: str
    permit_number: str
    room_code: str
    valid_until: date


class Today(BaseModel):
    """What waits in this service."""

    renovations_waiting: list[WaitingRenovation]
    permits_expiring: list[ExpiringPermit]
