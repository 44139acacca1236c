"""The periods that scores are summed over, and the lead's week. Source: handbook T-25.

A month ends on its 25th and a year on 25 December: both begin on the 26th before.
"""

from dataclasses import dataclass
from datetime import date, timedelta

_LAST_DAY = 25
_DECEMBER = 12
SPOT_CHECKS_A_WEEK = 3


@dataclass(frozen=True, slots=True)
class Period:
    """Both days belong to it."""

    label: str
    first: date
    last: date

    def is_over(self, today: date) -> bool:
        """Whether nothing can be added any more."""
        return today > self.last


def month(year: int, number: int) -> Period:
    """`2026-11` is 26 October to 25 November."""
    before = date(year, number, 1) - timedelta(days=1)
    return Period(f"{year}-{number:02d}", before.replace(day=_LAST_DAY + 1), date(year, number, _LAST_DAY))


def year(number: int) -> Period:
    """`2026` is 26 December 2025 to 25 December 2026."""
    return Period(str(number), date(number - 1, _DECEMBER, _LAST_DAY + 1), date(number, _DECEMBER, _LAST_DAY))


def period_named(label: str) -> Period:
    """Read `2026-11` or `2026`; the label's form is the schema's to check."""
    of_year, _, of_month = label.partition("-")
    return month(int(of_year), int(of_month)) if of_month else year(int(of_year))


def month_of(day: date) -> Period:
    """The month that the day is counted in; from the 26th on it is the next one."""
    if day.day <= _LAST_DAY:
        return month(day.year, day.month)
    following = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    return month(following.year, following.month)


def periods_over(since: date, today: date) -> list[Period]:
    """Every month and year with a day from `since` on that is over today, months first, oldest first."""
    months, years = [], []
    running = month_of(since)
    while running.is_over(today):
        months.append(running)
        running = month_of(running.last + timedelta(days=1))
    number = year_of(since)
    while year(number).is_over(today):
        years.append(year(number))
        number += 1
    return [*months, *years]


def year_of(day: date) -> int:
    """The year that the day is counted in; from 26 December on it is the next one."""
    return day.year + (day > date(day.year, _DECEMBER, _LAST_DAY))


def week_of(day: date) -> tuple[date, date]:
    """Monday and Sunday."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def percent(earned: int, possible: int) -> str | None:
    """With one digit, rounded half up in whole numbers; None where nothing was possible."""
    if not possible:
        return None
    tenths = (2 * 1000 * earned + possible) // (2 * possible)
    return f"{tenths // 10}.{tenths % 10}"
