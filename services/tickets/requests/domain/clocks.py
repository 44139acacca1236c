"""Time limits. Repairs run on the wall clock (T-06), complaints on working time (T-13)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol, TypeVar

from services.tickets.requests.domain.intake import Category, Severity
from shared.kernel.business_calendar import BusinessCalendar


class Clock(StrEnum):
    """What runs: dispatch within 5 min (T-04), reply, arrival on site, settlement."""

    DISPATCH = "dispatch"
    RESPOND = "respond"
    ARRIVE = "arrive"
    SETTLE = "settle"


@dataclass(frozen=True, slots=True)
class Limit:
    """Either plain time on the wall clock, or working days on the community's calendar."""

    wall: timedelta | None = None
    working_days: int | None = None

    def after(self, start: datetime, calendar: BusinessCalendar) -> datetime:
        """When a clock started at `start` is due."""
        if self.working_days is not None:
            return calendar.add_working_days(start, self.working_days)
        if self.wall is None:
            msg = "a limit has wall time or working days"
            raise ValueError(msg)
        return start + self.wall


DISPATCH_LIMIT = Limit(wall=timedelta(minutes=5))
REWORK_DISPATCH_LIMIT = Limit(wall=timedelta(hours=24))
"""What an unsatisfied follow-up opens is dispatched within a day (T-19)."""

LIMITS: Mapping[tuple[Category, Severity], Mapping[Clock, Limit]] = {
    (Category.REPAIR, Severity.MINOR): {Clock.SETTLE: Limit(wall=timedelta(hours=24))},
    (Category.REPAIR, Severity.MEDIUM): {Clock.SETTLE: Limit(wall=timedelta(days=3))},
    (Category.REPAIR, Severity.EMERGENCY): {
        Clock.ARRIVE: Limit(wall=timedelta(minutes=10)),
        Clock.SETTLE: Limit(wall=timedelta(hours=24)),
    },
    (Category.COMPLAINT, Severity.MAJOR): {
        Clock.RESPOND: Limit(wall=timedelta(hours=2)),
        Clock.SETTLE: Limit(working_days=3),
    },
    (Category.COMPLAINT, Severity.IMPORTANT): {
        Clock.RESPOND: Limit(working_days=1),
        Clock.SETTLE: Limit(working_days=2),
    },
    (Category.COMPLAINT, Severity.MINOR): {
        Clock.RESPOND: Limit(working_days=1),
        Clock.SETTLE: Limit(working_days=1),
    },
}
_LATEST_REPLY = timedelta(hours=72)
_MOVED_BY_AGREEMENT = frozenset({Clock.ARRIVE, Clock.SETTLE})


def due_times(
    category: Category,
    severity: Severity,
    received_at: datetime,
    calendar: BusinessCalendar,
    *,
    agreed_at: datetime | None = None,
    is_rework: bool = False,
) -> dict[Clock, datetime]:
    """When each clock of a request received at `received_at` is due (T-04, T-06, T-13).

    A reply is due within 72 h at the latest. `agreed_at` is the time from which arrival and settlement count
    because the requester's side caused the wait (T-08). Raises NoWorkingTime.
    """
    limits = LIMITS.get((category, severity), {})
    dispatch = REWORK_DISPATCH_LIMIT if is_rework else DISPATCH_LIMIT
    due = {Clock.DISPATCH: dispatch.after(received_at, calendar)}
    for clock, limit in limits.items():
        start = agreed_at if agreed_at and clock in _MOVED_BY_AGREEMENT else received_at
        due[clock] = limit.after(start, calendar)
    if Clock.RESPOND in due:
        due[Clock.RESPOND] = min(due[Clock.RESPOND], received_at + _LATEST_REPLY)
    return due


class Timer(Protocol):
    """A clock of a ticket: it runs until it is met or breached; a breach that happened stays (T-28)."""

    clock: str
    due_at: datetime
    met_at: datetime | None
    breached_at: datetime | None


T = TypeVar("T", bound=Timer)


def is_running(timer: Timer) -> bool:
    """Neither met nor breached."""
    return timer.met_at is None and timer.breached_at is None


def breach_overdue(timers: Iterable[T], now: datetime) -> list[T]:
    """Mark what ran out before `now` as breached at its due time, exactly; earliest first. Due now is in time."""
    overdue = sorted((it for it in timers if is_running(it) and it.due_at < now), key=lambda it: it.due_at)
    for timer in overdue:
        timer.breached_at = timer.due_at
    return overdue


def meet(timers: Iterable[T], which: Collection[Clock], now: datetime) -> list[T]:
    """Stop the named clocks; those found to have run out already are breached, and returned."""
    named = [timer for timer in timers if timer.clock in which]
    late = breach_overdue(named, now)
    for timer in named:
        timer.met_at = timer.met_at or now
    return late


def run_again(timers: Iterable[Timer], which: Collection[Clock]) -> None:
    """What was settled turned out not to be: the clock has never stopped (T-08, T-11)."""
    for timer in timers:
        if timer.clock in which:
            timer.met_at = None


@dataclass(frozen=True, slots=True)
class Rescheduled:
    """Clocks that the new due times add, and those that they no longer know."""

    added: Mapping[Clock, datetime]
    dropped: Collection[str]


def reschedule(timers: Collection[Timer], due: Mapping[Clock, datetime]) -> Rescheduled:
    """Give running clocks their new due times; met and breached ones stay as they are (T-28)."""
    known = {timer.clock: timer for timer in timers}
    for clock, due_at in due.items():
        timer = known.get(clock)
        if timer is not None and is_running(timer):
            timer.due_at = due_at
    return Rescheduled(
        added={clock: due_at for clock, due_at in due.items() if clock not in known},
        dropped=[timer.clock for timer in timers if timer.clock not in due and is_running(timer)],
    )
