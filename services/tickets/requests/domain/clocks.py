"""A clock's life: it runs until it is met or breached, waits while paused, warns once. Source: handbook T-04 … T-28."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol, TypeVar

from services.tickets.requests.domain.measures import Measure, later
from services.tickets.requests.domain.pauses import Span, paused_time
from shared.kernel.business_calendar import BusinessCalendar


class Clock(StrEnum):
    """What runs: dispatch within 5 min (T-04), reply, arrival on site, settlement."""

    DISPATCH = "dispatch"
    RESPOND = "respond"
    ARRIVE = "arrive"
    SETTLE = "settle"


PAUSABLE = frozenset({Clock.ARRIVE, Clock.SETTLE})
"""Neither dispatch nor a reply waits for the requester's side."""


@dataclass(frozen=True, slots=True)
class Due:
    """When a clock that counts from `starts_at` runs out, and when it is told that it will."""

    starts_at: datetime
    due_at: datetime
    warn_at: datetime
    measure: Measure


class Timer(Protocol):
    """A clock of a ticket. A breach that happened stays (T-28); clocks of before there were warnings have none.

    `next_at` is when something is due of it: the warning, then the breach; None once nothing is. Every function
    here that changes a timer keeps it, because the timers' job reads nothing else.
    """

    clock: str
    measure: str
    starts_at: datetime
    due_at: datetime
    warn_at: datetime | None
    warned_at: datetime | None
    met_at: datetime | None
    breached_at: datetime | None
    paused_at: datetime | None
    next_at: datetime | None


T = TypeVar("T", bound=Timer)


def is_open(timer: Timer) -> bool:
    """Neither met nor breached."""
    return timer.met_at is None and timer.breached_at is None


def is_running(timer: Timer) -> bool:
    """Open, and not paused."""
    return is_open(timer) and timer.paused_at is None


def aim(timer: Timer) -> None:
    """Set `next_at` to what is due next."""
    if not is_running(timer):
        timer.next_at = None
    elif timer.warn_at is None or timer.warned_at is not None:
        timer.next_at = timer.due_at
    else:
        timer.next_at = min(timer.warn_at, timer.due_at)


def breach_overdue(timers: Iterable[T], now: datetime) -> list[T]:
    """Mark what ran out before `now` as breached at its due time, exactly; earliest first. Due now is in time."""
    overdue = sorted((it for it in timers if is_running(it) and it.due_at < now), key=lambda it: it.due_at)
    for timer in overdue:
        timer.breached_at = timer.due_at
        aim(timer)
    return overdue


def warn_near(timers: Iterable[T], now: datetime) -> list[T]:
    """Mark what will run out soon as warned of, once, at its warning time; earliest first."""
    near = [it for it in timers if is_running(it) and it.warned_at is None and it.warn_at and it.warn_at < now]
    near.sort(key=lambda it: it.due_at)
    for timer in near:
        timer.warned_at = timer.warn_at
        aim(timer)
    return near


def meet(timers: Iterable[T], which: Collection[Clock], now: datetime) -> list[T]:
    """Stop the named clocks; those found to have run out already are breached, and returned."""
    named = [timer for timer in timers if timer.clock in which]
    late = breach_overdue(named, now)
    for timer in named:
        timer.met_at = timer.met_at or now
        aim(timer)
    return late


def run_again(timers: Iterable[Timer], which: Collection[Clock]) -> None:
    """What was settled turned out not to be: the clock has never stopped (T-08, T-11)."""
    for timer in timers:
        if timer.clock in which:
            timer.met_at = None
            aim(timer)


def pause(timers: Iterable[Timer], now: datetime) -> None:
    """Settlement waits, and arrival while nobody is there. What ran out before `now` is told before (T-28)."""
    for timer in timers:
        if timer.clock in PAUSABLE and is_running(timer):
            timer.paused_at = now
            aim(timer)


def resume(timers: Iterable[Timer], now: datetime, calendar: BusinessCalendar) -> None:
    """What waited is due later by exactly the paused time, counted as the clock counts. Raises NoWorkingTime."""
    for timer in timers:
        if timer.paused_at is None:
            continue
        measure = Measure(timer.measure)
        time = paused_time(measure, timer.starts_at, Span(timer.paused_at, now), calendar)
        timer.due_at = later(measure, timer.due_at, time, calendar)
        if timer.warn_at is not None and timer.warn_at >= timer.paused_at:
            timer.warn_at = later(measure, timer.warn_at, time, calendar)
        timer.paused_at = None
        aim(timer)


@dataclass(frozen=True, slots=True)
class Rescheduled:
    """Clocks that the new due times add, and those that they no longer know."""

    added: Mapping[Clock, Due]
    dropped: Collection[str]


def reschedule(timers: Collection[Timer], due: Mapping[Clock, Due], paused_at: datetime | None = None) -> Rescheduled:
    """Give open clocks their new due times; met and breached ones stay as they are (T-28).

    `paused_at` is since when the ticket waits.
    """
    known = {timer.clock: timer for timer in timers}
    for clock, new in due.items():
        timer = known.get(clock)
        if timer is not None and is_open(timer):
            set_due(timer, new, paused_at)
    return Rescheduled(
        added={clock: new for clock, new in due.items() if clock not in known},
        dropped=[timer.clock for timer in timers if timer.clock not in due and is_open(timer)],
    )


def set_due(timer: Timer, new: Due, paused_at: datetime | None = None) -> None:
    """The times of an open clock. One that ran out before the pause began does not wait: it is overdue."""
    timer.measure = new.measure
    timer.starts_at = new.starts_at
    timer.due_at = new.due_at
    timer.warn_at = new.warn_at
    waits = paused_at is not None and timer.clock in PAUSABLE and paused_at <= new.due_at
    timer.paused_at = paused_at if waits else None
    aim(timer)
