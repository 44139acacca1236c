"""Work out of hours and nights on site. Source: handbook R-37."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from shared.kernel.errors import DomainError, Kind
from shared.kernel.state_machine import StateMachine
from shared.kernel.text import Text


class OvertimeKind(StrEnum):
    """What is registered."""

    OVERTIME = "overtime"
    OVERNIGHT_STAY = "overnight_stay"


class OvertimeStatus(StrEnum):
    """Where a registration stands."""

    REQUESTED = "requested"
    APPROVED = "approved"
    REJECTED = "rejected"


class OvertimeAction(StrEnum):
    """What can be done with it."""

    APPROVE = "approve"
    REJECT = "reject"


TRANSITIONS: Mapping[tuple[OvertimeStatus, OvertimeAction], OvertimeStatus] = {
    (OvertimeStatus.REQUESTED, OvertimeAction.APPROVE): OvertimeStatus.APPROVED,
    (OvertimeStatus.REQUESTED, OvertimeAction.REJECT): OvertimeStatus.REJECTED,
}
OVERTIME_KINDS: Mapping[OvertimeKind, Text] = {
    OvertimeKind.OVERTIME: Text(zh="加班施工", en="Overtime"),
    OvertimeKind.OVERNIGHT_STAY: Text(zh="留宿", en="Overnight stay"),
}
OVERTIME_STATUSES: Mapping[OvertimeStatus, Text] = {
    OvertimeStatus.REQUESTED: Text(zh="待登记", en="To be registered"),
    OvertimeStatus.APPROVED: Text(zh="已登记", en="Registered"),
    OvertimeStatus.REJECTED: Text(zh="不予登记", en="Refused"),
}

OVERTIME = StateMachine("overtime registration", TRANSITIONS, OVERTIME_STATUSES)


class BadOvertime(DomainError):
    """Not an evening or a night of the permit's period."""

    slug = "bad-overtime"
    kind = Kind.INVALID
    title = Text(zh="加班时间无效", en="Invalid overtime")
    detail = Text(
        zh="日期须在施工许可证有效期（{valid_from} 至 {valid_until}）内且不早于今天，"
        "结束时间须在当日之后 {hours} 小时内且尚未过去。",
        en="The day must lie within the permit ({valid_from} to {valid_until}) and not before today, "
        "and the end within {hours} hours of its beginning and not be over.",
    )


def check_overtime(
    day: date, until: datetime, *, now: datetime, zone: ZoneInfo, permit: tuple[date, date], longest: timedelta
) -> None:
    """The end is counted from the local day's first moment. Raises BadOvertime."""
    valid_from, valid_until = permit
    begins = datetime(day.year, day.month, day.day, tzinfo=zone)
    is_inside = valid_from <= day <= valid_until and day >= now.astimezone(zone).date()
    if not (is_inside and now < until and timedelta() < until - begins <= longest):
        raise BadOvertime(
            pointer="/until" if is_inside else "/day",
            valid_from=valid_from.isoformat(),
            valid_until=valid_until.isoformat(),
            hours=int(longest.total_seconds()) // 3600,
        )
