"""A community's policy as it is read and set. Times are local, limits positive. Source: handbook T-06 … T-21."""

from datetime import time
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, field_validator, model_validator

from services.tickets.courtesy_visits.domain.plans import OfficeClass, ResidenceClass
from services.tickets.policies.care_sections import EscalationSection, OnSiteSection, ProgressSection
from services.tickets.policies.models import PolicyRow
from services.tickets.policies.usecases.reading import (
    clock_policy_of,
    courtesy_policy_of,
    follow_up_policy_of,
    quality_policy_of,
    repetition_policy_of,
)
from services.tickets.quality_samples.domain.marking import DEFAULT_WEIGHTS, FEWEST, MOST, Criterion
from services.tickets.requests.domain.clocks import Clock
from services.tickets.requests.domain.intake import Category, Severity, severities_of
from services.tickets.requests.domain.limits import ClockPolicy, Limit
from shared.kernel.business_calendar import Weekday
from shared.kernel.text import Text
from shared.runtime.http.validation import BilingualValueError

_MINUTE_S = 60
_SHORTEST_WINDOW = 30
LocalTime = Annotated[
    time, PlainSerializer(lambda it: it.isoformat("minutes"), return_type=str), Field(examples=["08:00"])
]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Window(_Part):
    """A working window of a weekday, `end` not included."""

    start: LocalTime
    end: LocalTime

    @model_validator(mode="after")
    def _not_too_short(self) -> Self:
        length = (self.end.hour - self.start.hour) * 60 + self.end.minute - self.start.minute
        if 0 < length < _SHORTEST_WINDOW:
            raise BilingualValueError(Text(zh="工作时段至少 30 分钟", en="A working window has at least 30 minutes"))
        return self


class LimitPart(_Part):
    """A limit of one clock: plain minutes on the wall clock, working minutes, or working days — one of them."""

    category: Category
    severity: Severity
    clock: Clock
    wall_minutes: int | None = Field(default=None, ge=1, le=366 * 24 * 60)
    working_minutes: int | None = Field(default=None, ge=1, le=240 * 60)
    working_days: int | None = Field(default=None, ge=1, le=60)

    @model_validator(mode="after")
    def _one_of_three(self) -> Self:
        given = [it for it in (self.wall_minutes, self.working_minutes, self.working_days) if it is not None]
        if len(given) != 1:
            raise BilingualValueError(
                Text(
                    zh="wall_minutes、working_minutes、working_days 须且只能填一项",
                    en="Give one of wall_minutes, working_minutes and working_days",
                )
            )
        return self

    @classmethod
    def of(cls, category: Category, severity: Severity, clock: Clock, limit: Limit) -> Self:
        """The limit as it applies."""
        wall, working = limit.wall, limit.working_time
        return cls(
            category=category,
            severity=severity,
            clock=clock,
            wall_minutes=None if wall is None else int(wall.total_seconds()) // _MINUTE_S,
            working_minutes=None if working is None else int(working.total_seconds()) // _MINUTE_S,
            working_days=limit.working_days,
        )


class WarningPart(_Part):
    """When a limit is told to be near: in its last `percent`, or `minutes` before; never before its half."""

    percent: int | None = Field(default=None, ge=1, le=50)
    minutes: int | None = Field(default=None, ge=1, le=7 * 24 * 60)

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if (self.percent is None) == (self.minutes is None):
            raise BilingualValueError(
                Text(zh="percent 与 minutes 须且只能填一项", en="Give one of percent and minutes")
            )
        return self


class ClockSection(_Part):
    """What the clocks run by. Limits that are not named are the handbook's (T-04, T-06, T-13)."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "working_hours": {
                        "monday": [{"start": "08:00", "end": "12:00"}, {"start": "13:30", "end": "17:30"}]
                    },
                    "limits": [{"category": "repair", "severity": "minor", "clock": "settle", "wall_minutes": 1440}],
                    "warning": {"percent": 20},
                    "from_agreed": ["arrive", "settle"],
                }
            ]
        },
    )

    working_hours: dict[Weekday, Annotated[list[Window], Field(max_length=6)]] | None = Field(
        default=None, description="null: reception hours, Monday to Friday"
    )
    limits: list[LimitPart] = Field(default_factory=list, max_length=200)
    warning: WarningPart = WarningPart(percent=20)
    from_agreed: list[Literal[Clock.ARRIVE, Clock.SETTLE]] = Field(
        default=[Clock.ARRIVE, Clock.SETTLE], max_length=2, description="What an agreed time restarts (T-08)"
    )

    @classmethod
    def of(cls, row: PolicyRow | None) -> Self:
        """As it applies: every limit of every category, own or the handbook's."""
        policy = clock_policy_of(row)
        lead = policy.warning.lead
        warning = (
            {"percent": policy.warning.percent} if lead is None else {"minutes": lead.total_seconds() // _MINUTE_S}
        )
        return cls.model_validate(
            {
                "working_hours": row.clocks.get("working_hours") if row else None,
                "limits": _limits(policy),
                "warning": warning,
                "from_agreed": sorted(policy.from_agreed),
            }
        )


def _limits(policy: ClockPolicy) -> list[LimitPart]:
    return [
        LimitPart.of(category, severity, clock, limit)
        for category in Category
        for severity in severities_of(category)
        for clock, limit in policy.limits_of(category, severity).items()
    ]


class CoverageSection(_Part):
    """Percent of closed tickets that are followed up; complaints always are (T-16)."""

    repair: int = Field(default=30, ge=30, le=100)
    other: int = Field(default=10, ge=10, le=100)


class FollowUpSection(_Part):
    """Follow-up visits (T-16, T-19)."""

    coverage: CoverageSection = CoverageSection()
    on_site_percent: int = Field(default=1, ge=1, le=100, description="Of repairs")
    failed_contacts: int = Field(default=3, ge=3, le=5, description="After which a visit ends as unreachable")
    occasion_gap_hours: int = Field(default=4, ge=1, le=72, description="Calls within it are one occasion")
    seed: str | None = Field(
        default=None,
        min_length=1,
        max_length=100,
        description="What the sample is drawn from: the community's id until it has its own; left out, it stays",
    )

    @classmethod
    def of(cls, row: PolicyRow | None, community_id: str) -> Self:
        """As it applies."""
        policy = follow_up_policy_of(row, community_id)
        return cls(
            seed=policy.seed,
            coverage=CoverageSection(repair=policy.percent(Category.REPAIR), other=policy.percent(Category.SUGGESTION)),
            on_site_percent=policy.on_site_percent,
            failed_contacts=policy.failed_contacts,
            occasion_gap_hours=int(policy.occasion_gap.total_seconds()) // (60 * _MINUTE_S),
        )


class RepetitionSection(_Part):
    """When the same again is too often (T-21)."""

    window_days: int = Field(default=90, ge=7, le=366, description="How far back a repetition is looked for")
    threshold: int = Field(default=3, ge=2, le=20, description="So many of one matter open a corrective action")

    @classmethod
    def of(cls, row: PolicyRow | None) -> Self:
        """As it applies."""
        policy = repetition_policy_of(row)
        return cls(window_days=policy.window.days, threshold=policy.threshold)


class CourtesySection(_Part):
    """Whom courtesy visits go to (T-24): more than the handbook asks, never less."""

    residences: ResidenceClass = ResidenceClass.ORDINARY
    offices: OfficeClass = OfficeClass.SEVERAL
    high_end_a_month: int = Field(default=5, ge=5, le=1000)
    ordinary_a_month: int = Field(default=4, ge=4, le=1000)

    @classmethod
    def of(cls, row: PolicyRow | None) -> Self:
        """As it applies."""
        policy = courtesy_policy_of(row)
        return cls(
            residences=policy.residences,
            offices=policy.offices,
            high_end_a_month=policy.high_end_a_month,
            ordinary_a_month=policy.ordinary_a_month,
        )


Weight = Annotated[int, Field(ge=0, le=100)]


class QualitySection(_Part):
    """Which contacts are listened to, and what each criterion weighs (T-30)."""

    contacts: int = Field(default=3, ge=FEWEST, le=MOST, description="Of every desk member, each month")
    weights: dict[Criterion, Weight] = Field(default_factory=lambda: dict(DEFAULT_WEIGHTS))

    @field_validator("weights")
    @classmethod
    def _weighs_something(cls, given: dict[Criterion, int]) -> dict[Criterion, int]:
        whole = {**DEFAULT_WEIGHTS, **given}
        if not any(whole.values()):
            raise BilingualValueError(Text(zh="权重不能全为零", en="The weights must not all be zero"))
        return whole

    @classmethod
    def of(cls, row: PolicyRow | None) -> Self:
        """As it applies."""
        policy = quality_policy_of(row, "")
        return cls(contacts=policy.contacts, weights=dict(policy.weights))


class PolicyChange(_Part):
    """Sections to set, each as a whole; one that is left out stays as it is."""

    clocks: ClockSection | None = None
    follow_up: FollowUpSection | None = None
    repetition: RepetitionSection | None = None
    courtesy_visits: CourtesySection | None = None
    quality: QualitySection | None = None
    escalation: EscalationSection | None = None
    progress: ProgressSection | None = None
    on_site: OnSiteSection | None = None


class PolicyView(BaseModel):
    """What applies to the community; version 0 has nothing of its own."""

    community_id: str
    clocks: ClockSection
    follow_up: FollowUpSection
    repetition: RepetitionSection
    courtesy_visits: CourtesySection
    quality: QualitySection
    escalation: EscalationSection
    progress: ProgressSection
    on_site: OnSiteSection
    version: int

    @classmethod
    def of(cls, community_id: str, row: PolicyRow | None) -> Self:
        """The row's values over the handbook's."""
        return cls(
            community_id=community_id,
            clocks=ClockSection.of(row),
            follow_up=FollowUpSection.of(row, community_id),
            repetition=RepetitionSection.of(row),
            courtesy_visits=CourtesySection.of(row),
            quality=QualitySection.of(row),
            escalation=EscalationSection.of(row),
            progress=ProgressSection.of(row),
            on_site=OnSiteSection.of(row),
            version=row.version if row else 0,
        )

    @classmethod
    def of_row(cls, row: PolicyRow) -> Self:
        """The view of a set policy."""
        return cls.of(row.community_id, row)
