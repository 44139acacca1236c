"""Bodies of escalation."""

from datetime import datetime
from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from services.tickets.escalations.domain.ladder import Cause, Level, SlipStatus
from services.tickets.escalations.models import WorkContactSlip
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
    version: int

    @classmethod
    def of(cls, slip: WorkContactSlip) -> Self:
        """The view of a row."""
        return cls(
            id=slip.id,
            number=slip.number,
            ticket_id=slip.ticket_id,
            level=Level(slip.level),
            cause=Cause(slip.cause),
            clock=Clock(slip.clock) if slip.clock else None,
            status=SlipStatus(slip.status),
            reason=slip.reason,
            raised_by=slip.raised_by,
            raised_in_time=slip.raised_in_time,
            raised_at=slip.created_at,
            handler_id=slip.handler_id,
            answer_by=slip.answer_by,
            overdue_at=slip.overdue_at,
            answer=slip.answer,
            answered_by=slip.answered_by,
            answered_at=slip.answered_at,
            version=slip.version,
        )


class Slips(BaseModel):
    """The ticket's ladder, lowest rung first; at most one slip a level."""

    items: list[SlipView]
