"""Two ways to count time: plain hours on the wall clock, or the community's working time. Source: handbook T-13."""

from datetime import datetime, timedelta
from enum import StrEnum

from shared.kernel.business_calendar import BusinessCalendar


class Measure(StrEnum):
    """What a clock runs on."""

    WALL = "wall"
    WORKING = "working"


def elapsed(measure: Measure, start: datetime, end: datetime, calendar: BusinessCalendar) -> timedelta:
    """The time that has run from `start` to `end`; zero if `end` is earlier."""
    if end <= start:
        return timedelta()
    return end - start if measure is Measure.WALL else calendar.working_time_between(start, end)


def later(measure: Measure, moment: datetime, time: timedelta, calendar: BusinessCalendar) -> datetime:
    """`moment` after `time` has run; without any it stays, even outside working time. Raises NoWorkingTime."""
    if not time:
        return moment
    return moment + time if measure is Measure.WALL else calendar.add_working_time(moment, time)
