"""Bodies of escalation."""

from datetime import datetime
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field

from services.tickets.escalations.domain.ladder import Cause, Level, SlipStatus
from services.tickets.escalations.models import WorkContactSlip
from services.tickets.escalations.repository import ListedSlip
from services.tickets.requests.domain.clocks import Clock
from shared.runtime.http.fields import Identifier, Prose


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Escalating(_Body):
    """Why it can't be handled, and who shall have it (T-14)."""

    reason: Prose = Field(examples=["噪声来自地铁风井，需与地铁公司协调"])
    handler_id: Identifier | None = Field(default=None, description="Default: the community's account of that duty")


class SlipAnswer(_Body):
    """What the named person does about it."""

    answer: Prose = Field(examples=["已约地铁公司周三现场测量，结果当日回复业户"])


class SlipView(BaseModel):
    """A work-contact slip (工作联系单)."""

    id: str
    number: str = Field(examples=["WL-261122-0001"])
    ticket_id: str
    level: Level
    cause: Cause
    clock: Clock | None = Field(description="The clock that ran out")
    status: SlipStatus
    reason: str | None
    raised_by: str | None = Field(description="null for a timer")
    raised_in_time: bool | None = Field(description="Within half a working day of dispatch (T-14)")
    raised_at: datetime
    handler_id: str | None
    answer_by: datetime
    overdue_at: datetime | None = Field(description="`answer_by` itself, once it passed unanswered")
    answer: str | None
    answered_by: str | None
    answered_at: datetime | None
    closed_at: datetime | None = Field(description="When the next rung took it over, or its ticket closed")
    version: int

    @classmethod
    def of(cls, slip: WorkContactSlip) -> Self:
        """The view of a row."""
        return cls(**_fields(slip))


def _fields(slip: WorkContactSlip) -> dict[str, Any]:
    same = (
        "id", "number", "ticket_id", "reason", "raised_by", "raised_in_time", "handler_id", "answer_by", "overdue_at",
        "answer", "answered_by", "answered_at", "closed_at", "version",
    )  # fmt: skip
    return {
        **{name: getattr(slip, name) for name in same},
        "level": Level(slip.level),
        "cause": Cause(slip.cause),
        "clock": Clock(slip.clock) if slip.clock else None,
        "status": SlipStatus(slip.status),
        "raised_at": slip.created_at,
    }


class ListedSlipView(SlipView):
    """A slip on the list across tickets, with what the desk knows its ticket by."""

    community_id: str
    ticket_number: str = Field(examples=["T261122-0007"])
    room_code: str | None
    summary: str

    @classmethod
    def listed(cls, row: ListedSlip) -> Self:
        """The view of a row of the list."""
        return cls(
            **_fields(row.slip),
            community_id=row.slip.community_id,
            ticket_number=row.ticket_number,
            room_code=row.room_code,
            summary=row.summary,
        )


class SlipLine(BaseModel):
    """A slip on the desk's page."""

    slip_id: str
    number: str
    ticket_id: str
    ticket_number: str
    room_code: str | None
    level: Level
    handler_id: str | None
    answer_by: datetime

    @classmethod
    def of(cls, row: ListedSlip) -> Self:
        """The line of a row of the list."""
        return cls(
            slip_id=row.slip.id,
            number=row.slip.number,
            ticket_id=row.slip.ticket_id,
            ticket_number=row.ticket_number,
            room_code=row.room_code,
            level=Level(row.slip.level),
            handler_id=row.slip.handler_id,
            answer_by=row.slip.answer_by,
        )


class Slips(BaseModel):
    """The ticket's ladder, lowest rung first; at most one slip a level."""

    items: list[SlipView]
