"""Bodies of the permit's routes."""

from datetime import date, datetime
from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from services.residents.renovation.models import Extension
from services.residents.renovation.permits.domain import ExtensionStatus
from services.residents.renovation.schemas.days import Day
from shared.runtime.http.fields import Prose


class ExtensionBody(BaseModel):
    """More time (延期申请, handbook R-32)."""

    model_config = ConfigDict(extra="forbid")

    ends_on: Day
    reason: Prose = Field(examples=["定制橱柜延期到货"])


class ExtensionView(BaseModel):
    """A request for more time; an approved one names the permit that it issued."""

    id: str
    ends_on: date
    reason: str
    status: ExtensionStatus
    requested_by: str
    requested_at: datetime
    decided_by: str | None
    decided_at: datetime | None
    decision_note: str | None
    permit_number: str | None = Field(examples=["SG-P26-0001-E1"])

    @classmethod
    def of(cls, extension: Extension) -> Self:
        """The view of a loaded row."""
        return cls(
            id=extension.id,
            ends_on=extension.ends_on,
            reason=extension.reason,
            status=ExtensionStatus(extension.status),
            requested_by=extension.requested_by,
            requested_at=extension.requested_at,
            decided_by=extension.decided_by,
            decided_at=extension.decided_at,
            decision_note=extension.decision_note,
            permit_number=extension.permit_number,
        )
