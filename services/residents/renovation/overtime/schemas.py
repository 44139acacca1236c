"""Bodies of overtime and overnight stay."""

from datetime import date, datetime
from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from services.residents.renovation.models import Overtime
from services.residents.renovation.overtime.domain import OvertimeKind, OvertimeStatus
from services.residents.renovation.schemas.days import Day, Moment
from shared.runtime.http.fields import Identifier, Prose


class OvertimeBody(BaseModel):
    """An evening or a night on site (加班、留宿登记, handbook R-37)."""

    model_config = ConfigDict(extra="forbid")

    kind: OvertimeKind = OvertimeKind.OVERTIME
    day: Day = Field(description="The local day on which it begins")
    until: Moment = Field(examples=["2026-12-01T21:00:00+08:00"])
    worker_ids: list[Identifier] = Field(
        min_length=1, max_length=100, examples=[["01a201ef-8819-77f7-9de1-993426680a39"]]
    )
    reason: Prose = Field(examples=["自流平须当晚完成"])


class OvertimeView(BaseModel):
    """A registration; only an approved one counts."""

    id: str
    renovation_id: str
    room_code: str = Field(examples=["2#1-8-2"])
    kind: OvertimeKind
    day: date
    until: datetime
    worker_ids: list[str]
    reason: str
    status: OvertimeStatus
    requested_by: str
    requested_at: datetime
    decided_by: str | None
    decided_at: datetime | None
    decision_note: str | None

    @classmethod
    def of(cls, overtime: Overtime) -> Self:
        """The view of a loaded row."""
        return cls.model_validate({name: getattr(overtime, name) for name in cls.model_fields})
