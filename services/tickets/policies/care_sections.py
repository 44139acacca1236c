"""Sections of a community's policy about care: escalation, progress reports, visits on site. Source: T-12 … T-20."""

from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator

from services.tickets.domain.duties import VisitorLevel
from services.tickets.follow_ups.domain.visits import OnSiteCase
from services.tickets.policies.models import PolicyRow
from services.tickets.policies.usecases.reading import escalation_policy_of, follow_up_policy_of, progress_policy_of
from shared.kernel.text import Text
from shared.runtime.http.validation import BilingualValueError

_HOUR_S = 3600


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid")


class EscalationSection(_Part):
    """The ladder's times, and when a complaint grows to major (T-12 … T-14): sooner than the handbook, never later."""

    answer_hours: int = Field(default=8, ge=1, le=80, description="Working hours until a slip is answered (T-13)")
    answer_hours_outside: int = Field(
        default=24, ge=1, le=168, description="The same for one raised outside working time, on the wall clock (T-13)"
    )
    say_within_percent: int = Field(
        default=50, ge=1, le=100, description="Of a working day, to say that it can't be handled (T-14)"
    )
    major_after_days: int | None = Field(
        default=None, ge=7, le=31, description="After which an open complaint is major; null: a calendar month (T-12)"
    )
    major_after_promises: int = Field(
        default=2, ge=2, le=10, description="Broken promises after which a complaint is major (T-12, T-27)"
    )

    @classmethod
    def of(cls, row: PolicyRow | None) -> Self:
        """As it applies."""
        policy = escalation_policy_of(row)
        return cls(
            answer_hours=int(policy.answer_within.total_seconds()) // _HOUR_S,
            answer_hours_outside=int(policy.answer_outside.total_seconds()) // _HOUR_S,
            say_within_percent=policy.say_within_percent,
            major_after_days=policy.major_after_days,
            major_after_promises=policy.major_after_promises,
        )


class StagePart(_Part):
    """From this day of a request on, a report every so many days."""

    from_day: int = Field(ge=1, le=90)
    every_days: int = Field(ge=1, le=30)


_NOT_RISING = Text(zh="各阶段的 from_day 须递增", en="Each stage begins later than the one before (from_day)")


class ProgressSection(_Part):
    """When somebody is told of a long-running request's progress (T-20)."""

    stages: Annotated[list[StagePart], Field(min_length=1, max_length=10)] = [
        StagePart(from_day=3, every_days=2),
        StagePart(from_day=7, every_days=3),
        StagePart(from_day=15, every_days=7),
    ]
    inquiry_hours: int = Field(default=24, ge=1, le=168, description="Between two askings inside the house")

    @field_validator("stages")
    @classmethod
    def _rising(cls, given: list[StagePart]) -> list[StagePart]:
        if any(later.from_day <= earlier.from_day for earlier, later in pairwise(given)):
            raise BilingualValueError(_NOT_RISING)
        return given

    @classmethod
    def of(cls, row: PolicyRow | None) -> Self:
        """As it applies."""
        policy = progress_policy_of(row)
        return cls(
            stages=[StagePart(from_day=it.from_day, every_days=it.every_days) for it in policy.stages],
            inquiry_hours=int(policy.inquiry_every.total_seconds()) // _HOUR_S,
        )


class VisitorsPart(_Part):
    """The lowest level that visits after a request of that weight; a major one is always the manager's (T-18)."""

    minor: VisitorLevel = VisitorLevel.STAFF
    important: Literal[VisitorLevel.LEAD, VisitorLevel.MANAGER] = VisitorLevel.LEAD


class OnSiteSection(_Part):
    """Who visits, and what is visited on site besides what the handbook has on site always (T-18)."""

    households_a_month: int = Field(default=30, ge=1, le=10_000, description="At least so many are visited on site")
    draw_day: int = Field(default=20, ge=1, le=28, description="Day of the month from which the system draws the rest")
    also: Annotated[list[OnSiteCase], Field(max_length=len(OnSiteCase))] = []
    visitors: VisitorsPart = VisitorsPart()

    @field_validator("also")
    @classmethod
    def _once(cls, given: list[OnSiteCase]) -> list[OnSiteCase]:
        return sorted(set(given))

    @classmethod
    def of(cls, row: PolicyRow | None) -> Self:
        """As it applies."""
        policy = follow_up_policy_of(row, "")
        lowest = {"minor": VisitorLevel.STAFF, "important": VisitorLevel.LEAD}
        return cls(
            households_a_month=policy.on_site_households,
            draw_day=policy.on_site_draw_day,
            also=sorted(policy.also_on_site),
            visitors=VisitorsPart.model_validate(
                {weight: policy.lowest.get(level, level) for weight, level in lowest.items()}
            ),
        )
