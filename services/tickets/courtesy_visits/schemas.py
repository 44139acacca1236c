"""Bodies of courtesy visits."""

from datetime import datetime
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field

from services.tickets.courtesy_visits.domain.plans import RECORDED_WITHIN, CourtesyStatus, PropertyKind
from services.tickets.courtesy_visits.models import CourtesyVisit
from services.tickets.domain.months import Month
from services.tickets.requests.domain.intake import Category, Severity
from services.tickets.requests.schemas.actions import Moment
from services.tickets.requests.schemas.intake import Requester
from shared.runtime.http.fields import Code, Identifier, Line, MonthName, Name, Prose


class PlanDraw(BaseModel):
    """The month to draw the plan of (T-24)."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"month": "2099-11"}]})

    month: MonthName
    community_id: Identifier | None = Field(default=None, description="Needed when the account has several communities")


class WantedTicket(BaseModel):
    """What the household asked for on the occasion."""

    model_config = ConfigDict(extra="forbid")

    category: Category
    summary: Line = Field(examples=["楼道灯不亮"])
    requester: Requester
    description: Prose | None = None
    severity: Severity = Severity.MINOR


class VisitTold(BaseModel):
    """Who was called on when and what was said; a ticket is opened where one is asked for."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"said": "对保洁满意，希望增加充电桩", "spoke_with": "王芳"}]},
    )

    said: Prose
    spoke_with: Name | None = None
    visited_at: Moment | None = Field(
        default=None,
        description="Default: now; not in the future, and in the month of its plan; "
        f"without a plan {RECORDED_WITHIN.days} days back",
    )
    ticket: WantedTicket | None = None


class UnplannedVisit(VisitTold):
    """A visit that no plan asked for."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"room_code": "3#2-5-1", "said": "节日慰问", "spoke_with": "王芳"}]},
    )

    room_code: Code = Field(examples=["3#2-5-1"])
    community_id: Identifier | None = Field(default=None, description="Needed when the account has several communities")


class CourtesyVisitView(BaseModel):
    """A visit, planned or made."""

    id: str
    community_id: str
    month: str = Field(examples=["2026-11"])
    kind: PropertyKind
    household_id: str
    room_code: str
    is_planned: bool = Field(description="Drawn by a plan, not made of our own accord")
    status: CourtesyStatus
    visited_at: datetime | None
    visited_by: str | None
    spoke_with: str | None
    said: str | None
    ticket_id: str | None
    version: int

    @classmethod
    def of(cls, visit: CourtesyVisit) -> Self:
        """The view of a row."""
        given: dict[str, Any] = {name: getattr(visit, name) for name in cls.model_fields if name != "month"}
        return cls(**given, month=str(Month.of(visit.month)))


class PlanView(BaseModel):
    """What the draw of a month came to."""

    id: str
    community_id: str
    month: str
    seed: str = Field(description="The plan can be drawn again from it")
    residences_wanted: int
    visits: list[CourtesyVisitView]


class CourtesyCoverage(BaseModel):
    """A kind of property in a month beside what is asked of it (T-24)."""

    kind: PropertyKind
    present: int = Field(description="Households or tenants there are")
    wanted: int = Field(description="Residences: of the month; offices: everybody within the period")
    planned: int = Field(description="Drawn, over the same months as `made`")
    made: int = Field(description="Residences: in the month; offices: within the period so far")
    period_months: int
    is_reached: bool


class CourtesyCoverageReport(BaseModel):
    """Coverage of a month."""

    month: str
    community_id: str
    kinds: list[CourtesyCoverage]
