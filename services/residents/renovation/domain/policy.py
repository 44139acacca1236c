"""Figures that the handbook leaves to a community's policy, at their defaults. Source: handbook R-32 to R-37."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import time, timedelta
from itertools import pairwise

from shared.kernel.errors import InvalidField
from shared.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Hours:
    """A span of the day in which works are allowed."""

    begins: time
    ends: time


WORK_HOURS: Sequence[Hours] = (Hours(time(8), time(12)), Hours(time(14), time(18)))
QUIET_DAYS = Text(
    zh="周六、周日及法定节假日不得进行产生噪音的施工",
    en="No noisy works on Saturdays, Sundays and public holidays",
)


@dataclass(frozen=True, slots=True)
class WorksPolicy:
    """When works may go on (R-32). What a permit says is kept with it: a later change is for later permits."""

    hours: Sequence[Hours] = WORK_HOURS
    quiet_on_rest_days: bool = True


@dataclass(frozen=True, slots=True)
class PermitPolicy:
    """How long a permit is for, and how many days before its end an extension is asked for (R-32)."""

    longest_days: int = 366
    extension_notice_days: int = 7


@dataclass(frozen=True, slots=True)
class HotWorkPolicy:
    """A hot-work permit is for one shift (R-33)."""

    longest: timedelta = timedelta(hours=8)


@dataclass(frozen=True, slots=True)
class InspectionPolicy:
    """Days between two rounds; security's is daily, and no policy makes it rarer (R-34)."""

    service_every_days: int = 7
    manager_every_days: int = 7


@dataclass(frozen=True, slots=True)
class NoticePolicy:
    """A rectification notice's deadline where the inspector names none, and the latest that may be named (R-34)."""

    rectify_days: int = 3
    latest_deadline_days: int = 30


@dataclass(frozen=True, slots=True)
class OvertimePolicy:
    """A registration covers one evening or one night, counted from the day's first moment (R-37)."""

    longest: timedelta = timedelta(hours=36)


@dataclass(frozen=True, slots=True)
class RenovationPolicy:
    """What a community's renovations go by."""

    works: WorksPolicy = field(default_factory=WorksPolicy)
    permits: PermitPolicy = field(default_factory=PermitPolicy)
    hot_work: HotWorkPolicy = field(default_factory=HotWorkPolicy)
    inspections: InspectionPolicy = field(default_factory=InspectionPolicy)
    notices: NoticePolicy = field(default_factory=NoticePolicy)
    overtime: OvertimePolicy = field(default_factory=OvertimePolicy)


HANDBOOK = RenovationPolicy()

_NOT_FORWARD = Text(zh="结束时间须晚于开始时间", en="The end must come after the beginning")
_OVERLAPPING = Text(zh="施工时段相互重叠", en="The spans overlap")
_DEADLINE = Text(zh="默认整改天数不得超过最晚期限 {latest} 天", en="No more than the latest deadline, {latest} days")


def check_hours(hours: Sequence[Hours]) -> Sequence[Hours]:
    """In order of the day. Raises InvalidField, which names the span."""
    for place, span in enumerate(hours):
        if span.ends <= span.begins:
            raise InvalidField(pointer=f"/works/hours/{place}/ends", reason=_NOT_FORWARD)
    places = sorted(range(len(hours)), key=lambda place: hours[place].begins)
    for earlier, later in pairwise(places):
        if hours[later].begins < hours[earlier].ends:
            raise InvalidField(pointer=f"/works/hours/{later}/begins", reason=_OVERLAPPING)
    return [hours[place] for place in places]


def check_notices(policy: NoticePolicy) -> None:
    """Raises InvalidField."""
    if policy.rectify_days > policy.latest_deadline_days:
        latest = str(policy.latest_deadline_days)
        reason = Text(zh=_DEADLINE.pick("zh-CN", latest=latest), en=_DEADLINE.pick("en", latest=latest))
        raise InvalidField(pointer="/notices/rectify_days", reason=reason)


def hours_text(hours: Sequence[Hours]) -> str:
    """`08:00–12:00, 14:00–18:00`, the same in both languages."""
    return ", ".join(span_text(span) for span in hours)


def span_text(span: Hours) -> str:
    """`08:00–12:00`."""
    return f"{span.begins:%H:%M}–{span.ends:%H:%M}"


def plain_hours(hours: Sequence[Hours]) -> list[list[str]]:
    """For JSON."""
    return [[f"{span.begins:%H:%M}", f"{span.ends:%H:%M}"] for span in hours]


def hours_of(plain: Sequence[Sequence[str]]) -> Sequence[Hours]:
    """What `plain_hours` wrote."""
    return [Hours(time.fromisoformat(begins), time.fromisoformat(ends)) for begins, ends in plain]
