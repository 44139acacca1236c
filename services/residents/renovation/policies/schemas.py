"""A community's policy as it is read and set. Source: handbook R-32 to R-37."""

from datetime import time
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer

from services.residents.renovation.domain.policy import (
    HANDBOOK,
    Hours,
    InspectionPolicy,
    NoticePolicy,
    PermitPolicy,
    RenovationPolicy,
    WorksPolicy,
)
from services.residents.renovation.policies.models import RenovationPolicyRow
from services.residents.renovation.policies.reading import policy_of_row

_HOUR_S = 3600
LocalTime = Annotated[
    time, PlainSerializer(lambda it: it.isoformat("minutes"), return_type=str), Field(examples=["08:00"])
]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid")


class SpanPart(_Part):
    """A span of the local day in which works are allowed, to the minute."""

    begins: LocalTime
    ends: LocalTime

    def span(self) -> Hours:
        """As the rules take it: seconds and zones are none of it."""
        return Hours(*(each.replace(second=0, microsecond=0, tzinfo=None) for each in (self.begins, self.ends)))


def _usual_hours() -> list[SpanPart]:
    return [SpanPart(begins=span.begins, ends=span.ends) for span in HANDBOOK.works.hours]


class WorksSection(_Part):
    """When works may go on; each permit keeps what applied when it was issued (R-32)."""

    hours: list[SpanPart] = Field(default_factory=_usual_hours, min_length=1, max_length=6)
    quiet_on_rest_days: bool = Field(default=True, description="No noise on Saturdays, Sundays and public holidays")

    def policy(self) -> WorksPolicy:
        """As the rules take it, as given."""
        return WorksPolicy([part.span() for part in self.hours], self.quiet_on_rest_days)


class PermitsSection(_Part):
    """The construction permit (R-32)."""

    longest_days: int = Field(default=366, ge=30, le=731, description="A permit is for so many days at most")
    extension_notice_days: int = Field(default=7, ge=1, le=60, description="So many days before its end it is told")


class HotWorkSection(_Part):
    """The hot-work permit (R-33): less than the handbook's shift, never more."""

    longest_hours: int = Field(default=8, ge=1, le=8)


class InspectionsSection(_Part):
    """Days between two rounds: more often than the handbook asks, never less; security goes daily (R-34)."""

    service_every_days: int = Field(default=7, ge=1, le=7)
    manager_every_days: int = Field(default=7, ge=1, le=7)


class NoticesSection(_Part):
    """Deadlines of rectification notices, in days from the round (R-34)."""

    rectify_days: int = Field(default=3, ge=0, le=90, description="Where the inspector names none")
    latest_deadline_days: int = Field(default=30, ge=1, le=90, description="The latest that may be named")

    def policy(self) -> NoticePolicy:
        """As the rules take it, as given."""
        return NoticePolicy(self.rectify_days, self.latest_deadline_days)


class OvertimeSection(_Part):
    """Until when a registration may last, in hours from the day's first moment (R-37)."""

    longest_hours: int = Field(default=36, ge=18, le=48)


class RenovationPolicyChange(_Part):
    """Sections to set, each as a whole; one that is left out stays as it is."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "works": {"hours": [{"begins": "08:30", "ends": "11:30"}, {"begins": "14:30", "ends": "17:30"}]},
                    "notices": {"rectify_days": 2},
                }
            ]
        },
    )

    works: WorksSection | None = None
    permits: PermitsSection | None = None
    hot_work: HotWorkSection | None = None
    inspections: InspectionsSection | None = None
    notices: NoticesSection | None = None
    overtime: OvertimeSection | None = None


class RenovationPolicyView(BaseModel):
    """What applies to the community; version 0 has nothing of its own."""

    community_id: str
    works: WorksSection
    permits: PermitsSection
    hot_work: HotWorkSection
    inspections: InspectionsSection
    notices: NoticesSection
    overtime: OvertimeSection
    version: int

    @classmethod
    def of(cls, community_id: str, row: RenovationPolicyRow | None) -> Self:
        """The row's values over the handbook's."""
        policy = policy_of_row(row)
        return cls(
            community_id=community_id,
            works=_works(policy.works),
            permits=_permits(policy.permits),
            hot_work=HotWorkSection(longest_hours=int(policy.hot_work.longest.total_seconds()) // _HOUR_S),
            inspections=_inspections(policy.inspections),
            notices=_notices(policy),
            overtime=OvertimeSection(longest_hours=int(policy.overtime.longest.total_seconds()) // _HOUR_S),
            version=row.version if row else 0,
        )

    @classmethod
    def of_row(cls, row: RenovationPolicyRow) -> Self:
        """The view of a set policy."""
        return cls.of(row.community_id, row)


def _works(policy: WorksPolicy) -> WorksSection:
    spans = [SpanPart(begins=span.begins, ends=span.ends) for span in policy.hours]
    return WorksSection(hours=spans, quiet_on_rest_days=policy.quiet_on_rest_days)


def _permits(policy: PermitPolicy) -> PermitsSection:
    return PermitsSection(longest_days=policy.longest_days, extension_notice_days=policy.extension_notice_days)


def _inspections(policy: InspectionPolicy) -> InspectionsSection:
    return InspectionsSection(
        service_every_days=policy.service_every_days, manager_every_days=policy.manager_every_days
    )


def _notices(policy: RenovationPolicy) -> NoticesSection:
    notices = policy.notices
    return NoticesSection(rectify_days=notices.rectify_days, latest_deadline_days=notices.latest_deadline_days)
