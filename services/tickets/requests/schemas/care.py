"""Bodies of care for a request: validity, progress, no-show, warranty, what went into the work."""

from datetime import datetime
from decimal import Decimal
from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from services.tickets.requests.domain.lifecycle import Status, Validity
from services.tickets.requests.domain.materials import WorkKind
from services.tickets.requests.domain.progress import Audience
from services.tickets.requests.models import Ticket, WorkLine
from shared.runtime.http.fields import Line, Prose


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Judgement(_Body):
    """Whether the demand is valid, and why (T-15)."""

    validity: Validity
    explanation: Prose = Field(examples=["装修噪声在允许时段内，已向业户说明"])


class ProgressReport(_Body):
    """What was told to the requester, or found out inside the house (T-20)."""

    told: Prose = Field(examples=["配件周三到货，周四上门"])
    audience: Audience = Audience.REQUESTER


class NoShow(_Body):
    """Why one can't be there within half an hour (T-07)."""

    reason: Line = Field(examples=["前一单漏水未处理完"])


class Warranty(_Body):
    """Why it is the builder's (T-10)."""

    reason: Line = Field(examples=["防水质保期至 2028 年 6 月"])


class WorkLineView(BaseModel):
    """A material or labour of the slip (T-09)."""

    position: int
    kind: WorkKind
    item: str
    quantity: Decimal
    unit: str
    tariff_item: str | None

    @classmethod
    def of(cls, line: WorkLine) -> Self:
        """The view of a row."""
        return cls(
            position=line.position,
            kind=WorkKind(line.kind),
            item=line.item,
            quantity=line.quantity.normalize() if line.quantity % 1 else line.quantity.to_integral_value(),
            unit=line.unit,
            tariff_item=line.tariff_item,
        )


class WorkLines(BaseModel):
    """Everything that went into the work, in the order it was written down."""

    items: list[WorkLineView]


class ProgressLine(BaseModel):
    """A long-running request that somebody waits to hear of."""

    ticket_id: str
    number: str
    room_code: str | None
    summary: str
    status: Status
    owner_id: str
    assignee_id: str | None
    opened_at: datetime
    due_at: datetime = Field(description="Since when somebody waits")

    @classmethod
    def of(cls, ticket: Ticket, audience: Audience) -> Self:
        """The line of a ticket."""
        due_at = ticket.progress_due_at if audience is Audience.REQUESTER else ticket.inquiry_due_at
        return cls(
            ticket_id=ticket.id,
            number=ticket.number,
            room_code=ticket.room_code,
            summary=ticket.summary,
            status=Status(ticket.status),
            owner_id=ticket.owner_id,
            assignee_id=ticket.assignee_id,
            opened_at=ticket.opened_at,
            due_at=due_at or ticket.opened_at,
        )
