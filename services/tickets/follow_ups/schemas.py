"""Bodies of follow-up visits."""

from datetime import datetime
from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from services.tickets.domain.duties import VisitorLevel
from services.tickets.follow_ups.domain.visits import FollowUpStatus, Result
from services.tickets.follow_ups.models import FollowUp
from services.tickets.requests.domain.intake import Category
from shared.runtime.http.fields import Line


class FollowUpRecord(BaseModel):
    """What a contact brought (T-19)."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"result": "satisfied"},
                {"result": "unsatisfied", "reason": "又开始漏水", "on_site": True},
                {"result": "unreachable"},
            ]
        },
    )

    result: Result
    reason: Line | None = Field(default=None, description="Required when unsatisfied")
    on_site: bool = False


class FollowUpBrief(BaseModel):
    """A visit as its ticket shows it."""

    id: str
    status: FollowUpStatus
    visitor_level: VisitorLevel
    due_at: datetime
    done_at: datetime | None
    rework_ticket_id: str | None

    @classmethod
    def of(cls, follow_up: FollowUp) -> Self:
        """The view of a row."""
        return cls(
            id=follow_up.id,
            status=FollowUpStatus(follow_up.status),
            visitor_level=VisitorLevel(follow_up.visitor_level),
            due_at=follow_up.due_at,
            done_at=follow_up.done_at,
            rework_ticket_id=follow_up.rework_ticket_id,
        )


class AttemptView(BaseModel):
    """A contact that was tried; a failed one counts when it was on another occasion than those before (T-19)."""

    at: datetime
    by_id: str
    result: Result
    counts: bool
    on_site: bool
    reason: str | None


class FollowUpView(BaseModel):
    """A visit on the desk's list."""

    id: str
    community_id: str
    ticket_id: str
    ticket_number: str = Field(examples=["T261122-0007"])
    category: Category
    room_code: str | None
    household_id: str | None
    status: FollowUpStatus
    visitor_level: VisitorLevel = Field(description="Who makes it (T-18)")
    on_site_required: bool
    due_at: datetime
    latest_at: datetime = Field(description="Ten working days after completion (T-17)")
    failed_attempts: int
    attempts: list[AttemptView]
    done_at: datetime | None
    done_by: str | None
    on_site: bool | None
    reason: str | None
    rework_ticket_id: str | None
    version: int

    @classmethod
    def of(cls, follow_up: FollowUp) -> Self:
        """The view of a row loaded with its attempts."""
        return cls(
            id=follow_up.id,
            community_id=follow_up.community_id,
            ticket_id=follow_up.ticket_id,
            ticket_number=follow_up.ticket_number,
            category=Category(follow_up.category),
            room_code=follow_up.room_code,
            household_id=follow_up.household_id,
            status=FollowUpStatus(follow_up.status),
            visitor_level=VisitorLevel(follow_up.visitor_level),
            on_site_required=follow_up.on_site_required,
            due_at=follow_up.due_at,
            latest_at=follow_up.latest_at,
            failed_attempts=follow_up.failed_attempts,
            attempts=[
                AttemptView(
                    at=it.at,
                    by_id=it.by_id,
                    result=Result(it.result),
                    counts=it.counts,
                    on_site=it.on_site,
                    reason=it.reason,
                )
                for it in follow_up.attempts
            ],
            done_at=follow_up.done_at,
            done_by=follow_up.done_by,
            on_site=follow_up.on_site,
            reason=follow_up.reason,
            rework_ticket_id=follow_up.rework_ticket_id,
            version=follow_up.version,
        )


class CoverageLine(BaseModel):
    """Coverage reached for a category (T-16)."""

    category: Category
    closed: int = Field(description="Tickets solved in the period")
    planned: int
    made: int
    planned_percent: float
    made_percent: float


class CoverageReport(BaseModel):
    """Coverage of the period, per category."""

    since: datetime
    until: datetime
    categories: list[CoverageLine]
