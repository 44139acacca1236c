"""Hot work's life as a table, its window, and who decides. Source: handbook R-33."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from services.residents.renovation.domain.lifecycle import Status as WorksStatus
from shared.kernel.errors import DomainError, Kind
from shared.kernel.state_machine import StateMachine
from shared.kernel.text import Text


class Status(StrEnum):
    """Where a hot work stands."""

    REQUESTED = "requested"
    REVIEWED = "reviewed"
    PERMITTED = "permitted"
    UNDER_WAY = "under_way"
    ENDED = "ended"
    VOID = "void"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class Action(StrEnum):
    """What can be done; `void` comes of the clock or of a stop of the works alone."""

    REVIEW = "review"
    APPROVE = "approve"
    REJECT = "reject"
    WITHDRAW = "withdraw"
    CHECK_BEFORE = "check_before"
    CHECK_AFTER = "check_after"
    VOID = "void"


TRANSITIONS: Mapping[tuple[Status, Action], Status] = {
    (Status.REQUESTED, Action.REVIEW): Status.REVIEWED,
    (Status.REQUESTED, Action.REJECT): Status.REJECTED,
    (Status.REQUESTED, Action.WITHDRAW): Status.WITHDRAWN,
    (Status.REQUESTED, Action.VOID): Status.VOID,
    (Status.REVIEWED, Action.APPROVE): Status.PERMITTED,
    (Status.REVIEWED, Action.REJECT): Status.REJECTED,
    (Status.REVIEWED, Action.WITHDRAW): Status.WITHDRAWN,
    (Status.REVIEWED, Action.VOID): Status.VOID,
    (Status.PERMITTED, Action.CHECK_BEFORE): Status.UNDER_WAY,
    (Status.PERMITTED, Action.WITHDRAW): Status.WITHDRAWN,
    (Status.PERMITTED, Action.VOID): Status.VOID,
    (Status.UNDER_WAY, Action.CHECK_AFTER): Status.ENDED,
    (Status.UNDER_WAY, Action.VOID): Status.VOID,
    # The place is looked at afterwards even when the permit has run out meanwhile.
    (Status.VOID, Action.CHECK_AFTER): Status.VOID,
}
LIVE = (Status.PERMITTED, Status.UNDER_WAY)
OPEN = (Status.REQUESTED, Status.REVIEWED, *LIVE)
_WORKS = (WorksStatus.PERMITTED, WorksStatus.IN_PROGRESS)

STATUSES: Mapping[Status, Text] = {
    Status.REQUESTED: Text(zh="已申请", en="Requested"),
    Status.REVIEWED: Text(zh="安管已审核", en="Reviewed by security"),
    Status.PERMITTED: Text(zh="已发动火许可", en="Permitted"),
    Status.UNDER_WAY: Text(zh="动火中", en="Under way"),
    Status.ENDED: Text(zh="已结束并检查", en="Ended and checked"),
    Status.VOID: Text(zh="许可已失效", en="Void"),
    Status.REJECTED: Text(zh="不予批准", en="Rejected"),
    Status.WITHDRAWN: Text(zh="已撤回", en="Withdrawn"),
}

HOT_WORK = StateMachine("hot work", TRANSITIONS, STATUSES)


class BadWindow(DomainError):
    """The window is over, too long, or outside the construction permit."""

    slug = "bad-hot-work-window"
    kind = Kind.INVALID
    title = Text(zh="动火时段无效", en="Invalid hot-work window")
    detail = Text(
        zh="动火时段须在施工许可证有效期（{valid_from} 至 {valid_until}）内、尚未结束，且不超过 {hours} 小时。",
        en="The window must lie within the construction permit ({valid_from} to {valid_until}), "
        "not be over, and last {hours} hours at most.",
    )


class NoWorksGoOn(DomainError):
    """Hot work is part of works that have a permit and are not stopped."""

    slug = "no-works-go-on"
    kind = Kind.CONFLICT
    title = Text(zh="当前不得施工", en="No works may go on")
    detail = Text(
        zh="装修处于“{status}”状态，只有已领取施工许可证且未停工的装修可以动火。",
        en="The renovation is {status}: hot work needs a permit in force and works that are not stopped.",
    )


class WindowOver(DomainError):
    """The permit is void: its window is over."""

    slug = "hot-work-window-over"
    kind = Kind.CONFLICT
    title = Text(zh="动火时段已过", en="The window is over")
    detail = Text(zh="动火时段已于 {ends_at} 结束，许可失效。", en="The window ended at {ends_at}: the permit is void.")


def check_works(status: str) -> None:
    """Raises NoWorksGoOn."""
    if status not in _WORKS:
        raise NoWorksGoOn(status=status)


def check_window(
    starts_at: datetime,
    ends_at: datetime,
    *,
    now: datetime,
    zone: ZoneInfo,
    permit: tuple[date, date],
    longest: timedelta,
) -> None:
    """Both ends on days of the construction permit, as long as the policy says at most, not over. Raises BadWindow."""
    valid_from, valid_until = permit
    is_inside = valid_from <= starts_at.astimezone(zone).date() and ends_at.astimezone(zone).date() <= valid_until
    is_right = starts_at < ends_at <= starts_at + longest
    if not (is_inside and is_right and now < ends_at):
        raise BadWindow(
            pointer="/ends_at" if starts_at < ends_at else "/starts_at",
            valid_from=valid_from.isoformat(),
            valid_until=valid_until.isoformat(),
            hours=int(longest.total_seconds()) // 3600,
        )


def standing(status: Status, ends_at: datetime, now: datetime) -> Status:
    """The status as it really is: whatever was open is void once the window is over, job or no job."""
    return Status.VOID if status in OPEN and now >= ends_at else status


def is_valid(status: Status, works: str, *, starts_at: datetime, ends_at: datetime, now: datetime) -> bool:
    """Whether fire may be lit now: permitted, in the window, and the works not stopped."""
    return standing(status, ends_at, now) in LIVE and starts_at <= now and works in _WORKS


def number_of(year_day: date, last: int) -> str:
    """Write `H261122-0001`."""
    return f"H{year_day:%y%m%d}-{last:04d}"
