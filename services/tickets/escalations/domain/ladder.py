"""Who it goes up to, how long they have, and when a complaint grows. Source: handbook T-12 … T-14."""

from calendar import monthrange
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from services.tickets.domain.duties import Standing
from shared.kernel.business_calendar import BusinessCalendar
from shared.kernel.state_machine import StateMachine
from shared.kernel.text import Text

SHOWN_BEFORE = timedelta(hours=1)
"""The desk's page has a slip so long before it is to be answered."""
_DECEMBER = 12


class Level(StrEnum):
    """A rung of the ladder."""

    LEAD = "lead"
    MANAGER = "manager"


DUTY: Mapping[Level, str] = {Level.LEAD: "service_lead", Level.MANAGER: "manager"}
"""The role that answers on each rung."""


class Cause(StrEnum):
    """Why it went up."""

    BREACH = "breach"
    CANNOT_HANDLE = "cannot_handle"
    UNANSWERED = "unanswered"
    MONTH_OPEN = "month_open"
    PROMISES_BROKEN = "promises_broken"


class SlipStatus(StrEnum):
    """Where a slip stands."""

    ISSUED = "issued"
    ANSWERED = "answered"
    PASSED_ON = "passed_on"
    CLOSED = "closed"


class SlipAction(StrEnum):
    """What becomes of it; `pass_on` is the next rung's slip, `close` the end of its ticket."""

    ANSWER = "answer"
    PASS_ON = "pass_on"  # noqa: S105 - the next rung
    CLOSE = "close"


TRANSITIONS: Mapping[tuple[SlipStatus, SlipAction], SlipStatus] = {
    (SlipStatus.ISSUED, SlipAction.ANSWER): SlipStatus.ANSWERED,
    (SlipStatus.ISSUED, SlipAction.PASS_ON): SlipStatus.PASSED_ON,
    (SlipStatus.ISSUED, SlipAction.CLOSE): SlipStatus.CLOSED,
    (SlipStatus.ANSWERED, SlipAction.CLOSE): SlipStatus.CLOSED,
}
SLIP_STATUSES: Mapping[SlipStatus, Text] = {
    SlipStatus.ISSUED: Text(zh="待答复", en="Waits for an answer"),
    SlipStatus.ANSWERED: Text(zh="已答复", en="Answered"),
    SlipStatus.PASSED_ON: Text(zh="已上报", en="Passed on"),
    SlipStatus.CLOSED: Text(zh="已结束", en="Closed with its ticket"),
}
SLIPS = StateMachine("work-contact slip", TRANSITIONS, SLIP_STATUSES)


@dataclass(frozen=True, slots=True)
class EscalationPolicy:
    """A community's values; the defaults are the handbook's.

    `answer_within` is working time, for what comes in it: a department must answer within 8 h. For what comes outside
    it, `answer_outside` runs on the wall clock (T-13). `say_within_percent` of a working day is how long it may take to
    say that it can't handle a request (T-14). A complaint grows to major `major_after_days` after it was opened, None:
    on the same day of the next month, and with its `major_after_promises`-th broken promise (T-12).
    """

    answer_within: timedelta = timedelta(hours=8)
    answer_outside: timedelta = timedelta(hours=24)
    say_within_percent: int = 50
    major_after_days: int | None = None
    major_after_promises: int = 2


DEFAULT_POLICY = EscalationPolicy()


def next_level(taken: Collection[Level], by: Standing | None = None) -> Level | None:
    """The rung above those taken and above whoever raises it; None above the manager. `by` is None for a timer."""
    if Level.MANAGER in taken or (by is not None and "manager" in by.roles):
        return None
    return Level.MANAGER if Level.LEAD in taken or (by is not None and by.is_lead) else Level.LEAD


def may_answer(level: Level, by: Standing) -> bool:
    """The rung's own duty, or one above it."""
    return by.is_lead if level is Level.LEAD else "manager" in by.roles


def answer_time(raised_at: datetime, calendar: BusinessCalendar, policy: EscalationPolicy = DEFAULT_POLICY) -> datetime:
    """By when a slip is to be answered: 8 h of working time, 24 h when raised outside it (T-13)."""
    if calendar.is_open(raised_at):
        return calendar.add_working_time(raised_at, policy.answer_within)
    return raised_at + policy.answer_outside


def said_in_time(
    sent_at: datetime, now: datetime, calendar: BusinessCalendar, policy: EscalationPolicy = DEFAULT_POLICY
) -> bool:
    """Whether a department said in time that it can't handle it: within half a working day (T-14)."""
    windows = calendar.hours.normal()
    minutes = sum((w.end.hour - w.start.hour) * 60 + w.end.minute - w.start.minute for w in windows)
    allowed = timedelta(minutes=minutes) * policy.say_within_percent / 100
    return calendar.working_time_between(sent_at, now) <= allowed


def month_after(moment: datetime, calendar: BusinessCalendar) -> datetime:
    """The same local day and time of the next month; its last day where it has no such day (T-12)."""
    local = moment.astimezone(calendar.time_zone)
    year, month = (local.year + 1, 1) if local.month == _DECEMBER else (local.year, local.month + 1)
    return local.replace(year=year, month=month, day=min(local.day, monthrange(year, month)[1]))


def grow_time(opened_at: datetime, calendar: BusinessCalendar, policy: EscalationPolicy = DEFAULT_POLICY) -> datetime:
    """When a complaint that is still open by then becomes major (T-12)."""
    if policy.major_after_days is None:
        return month_after(opened_at, calendar)
    return opened_at + timedelta(days=policy.major_after_days)
