"""Bodies of follow-up visits."""

from collections.abc import Sequence
from datetime import datetime
from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from services.tickets.domain.duties import VisitorLevel
from services.tickets.follow_ups.domain.causes import Cause
from services.tickets.follow_ups.domain.visits import CoverageClass, FollowUpStatus, Result, class_of
from services.tickets.follow_ups.models import FollowUp, OnSiteDrawRow, SampleDraw
from services.tickets.follow_ups.repository import CategoryCount
from services.tickets.requests.domain.intake import Category
from shared.runtime.http.fields import Identifier, Line, MonthName


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
    cause: list[Cause] = Field(description="Why it is made (T-16); empty: planned before this was kept")
    due_at: datetime
    latest_at: datetime = Field(description="Ten working days after completion (T-17)")
    awaits_rain: bool = Field(description="A repaired leak that no rain has tried yet (T-17)")
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
            cause=[Cause(it) for it in follow_up.causes],
            due_at=follow_up.due_at,
            latest_at=follow_up.latest_at,
            awaits_rain=follow_up.rain_awaited_since is not None,
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


class DrawView(BaseModel):
    """How a closed ticket was drawn, taken or not: the same seed and id give the same score to anybody."""

    ticket_id: str
    drawn_at: datetime
    seed: str
    score: int = Field(description="First 8 bytes of SHA-256(seed + U+001F + ticket_id) as a number, modulo 10,000")
    coverage_class: CoverageClass
    percent: int = Field(description="Taken where the score is below 100 × percent")
    on_site_percent: int = Field(description="A repair is visited on site where the score is below 100 × this")
    month_closed: int | None = Field(
        description="Solved in the class and month before it; counted where nothing else took the ticket"
    )
    month_planned: int | None = Field(
        description="Of these with a visit; the ticket is taken where leaving it out would fall short of percent"
    )
    is_taken: bool
    cause: list[Cause] = Field(description="Why it was taken; empty: left out")

    @classmethod
    def of(cls, drawn: SampleDraw) -> Self:
        """The view of a row."""
        same = ("ticket_id", "drawn_at", "seed", "score", "percent", "on_site_percent", "month_closed", "month_planned")
        return cls(
            **{name: getattr(drawn, name) for name in same},
            coverage_class=CoverageClass(drawn.coverage_class),
            is_taken=bool(drawn.causes),
            cause=[Cause(it) for it in drawn.causes],
        )


class CoverageLine(BaseModel):
    """Coverage reached for a category (T-16)."""

    category: Category
    closed: int = Field(description="Tickets solved in the period")
    planned: int
    made: int
    planned_percent: float
    made_percent: float

    @classmethod
    def of(cls, count: CategoryCount) -> Self:
        """The line of a count."""
        return cls(
            category=Category(count.category),
            closed=count.closed,
            planned=count.planned,
            made=count.made,
            planned_percent=percent_of(count.planned, count.closed),
            made_percent=percent_of(count.made, count.closed),
        )


class ClassLine(BaseModel):
    """Coverage reached for what the sample is drawn by, beside what is asked (T-16)."""

    coverage_class: CoverageClass
    required_percent: int = Field(description="The community's; the handbook's where several are asked for at once")
    closed: int
    planned: int
    made: int
    planned_percent: float
    made_percent: float
    on_site_planned: int
    on_site_made: int
    on_site_percent: float = Field(description="Made on site, of the tickets solved; of repairs at least 1")
    satisfied: int
    unsatisfied: int

    @classmethod
    def of(cls, coverage_class: CoverageClass, counts: Sequence[CategoryCount], required_percent: int) -> Self:
        """The sum of the counts that belong to the class."""
        mine = [count for count in counts if class_of(count.category) is coverage_class]
        closed, planned, made = (sum(getattr(it, name) for it in mine) for name in ("closed", "planned", "made"))
        on_site_made = sum(it.on_site_made for it in mine)
        return cls(
            coverage_class=coverage_class,
            required_percent=required_percent,
            closed=closed,
            planned=planned,
            made=made,
            planned_percent=percent_of(planned, closed),
            made_percent=percent_of(made, closed),
            on_site_planned=sum(it.on_site_planned for it in mine),
            on_site_made=on_site_made,
            on_site_percent=percent_of(on_site_made, closed),
            satisfied=sum(it.satisfied for it in mine),
            unsatisfied=sum(it.unsatisfied for it in mine),
        )


def percent_of(part: int, whole: int) -> float:
    """One decimal; 0 of nothing."""
    return round(100 * part / whole, 1) if whole else 0.0


class CoverageReport(BaseModel):
    """Coverage of the period, per category and per class of the sample."""

    since: datetime
    until: datetime
    categories: list[CoverageLine]
    classes: list[ClassLine]


class OnSiteDraw(BaseModel):
    """The month whose visits on site are completed; without one the present month."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"month": "2026-11"}]})

    month: MonthName | None = None
    community_id: Identifier | None = Field(default=None, description="Needed when the account has several communities")


class OnSiteDrawn(BaseModel):
    """What the draw came to."""

    month: str
    seed: str = Field(description="The households with the lowest scores of it are drawn")
    wanted_households: int
    planned_households: int = Field(description="Visited on site in the month, or to be")
    short_by: int = Field(description="Households for whom no visit waits that could be made on site")
    follow_up_ids: list[str] = Field(description="To be made on site from now on")


class OnSiteDrawView(BaseModel):
    """A draw of the month; with its seed anybody can make it again."""

    drawn_at: datetime
    drawn_by: str | None = Field(description="null: the system, once a day from the policy's `draw_day` on")
    seed: str
    households_wanted: int
    households_before: int = Field(description="Made or planned before the draw")
    repairs_wanted: int
    repairs_before: int
    follow_up_ids: list[str] = Field(description="On site from then on, in the order drawn")

    @classmethod
    def of(cls, drawn: OnSiteDrawRow) -> Self:
        """The view of a row."""
        return cls(**{name: getattr(drawn, name) for name in cls.model_fields})


class OnSiteReport(BaseModel):
    """Visits made on site in a month beside what is asked (T-18)."""

    month: str
    community_id: str
    wanted_households: int
    reached_households: int
    planned_households: int = Field(description="Reached, or with a visit on site still to be made")
    visits: int = Field(description="Made on site; a household may have had several")
    short_by: int = Field(description="Households still to be reached")
    draws: list[OnSiteDrawView] = Field(description="As they were made: by a lead, or by the system")
