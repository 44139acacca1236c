"""A calendar month as its community lives it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple, Self
from zoneinfo import ZoneInfo

from shared.kernel.errors import DomainError, Kind
from shared.kernel.text import Text

MONTHS_A_YEAR = 12


class Span(NamedTuple):
    """From `since`, inclusive, until `until`, exclusive; UTC."""

    since: datetime
    until: datetime


class MonthIsPast(DomainError):
    """What is drawn or planned is for this month or one to come."""

    slug = "month-is-past"
    kind = Kind.INVALID
    title = Text(zh="月份已过", en="The month is past")
    detail = Text(
        zh="{month} 已过，不能再为其抽取或制定计划。", en="{month} is past: nothing can be drawn for it any more."
    )


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """`2026-11`."""

    year: int
    number: int

    @classmethod
    def parse(cls, words: str) -> Self:
        """Of `2026-11`, whose form the boundary has checked."""
        year, _, number = words.partition("-")
        return cls(int(year), int(number))

    @classmethod
    def of(cls, day: date) -> Self:
        """The month that the day lies in."""
        return cls(day.year, day.month)

    @classmethod
    def at(cls, moment: datetime, time_zone: ZoneInfo) -> Self:
        """The local month of a moment."""
        return cls.of(moment.astimezone(time_zone).date())

    def __str__(self) -> str:
        """Give the form that the API has."""
        return f"{self.year:04d}-{self.number:02d}"

    def plus(self, months: int) -> "Month":
        """So many months on, or back."""
        count = self.year * MONTHS_A_YEAR + self.number - 1 + months
        return Month(count // MONTHS_A_YEAR, count % MONTHS_A_YEAR + 1)

    @property
    def first_day(self) -> date:
        """The first."""
        return date(self.year, self.number, 1)

    @property
    def last_day(self) -> date:
        """The last."""
        return self.plus(1).first_day - timedelta(days=1)

    def span(self, time_zone: ZoneInfo) -> Span:
        """From its first moment up to, not including, its end, in UTC."""
        return Span(_midnight(self.first_day, time_zone), _midnight(self.plus(1).first_day, time_zone))


def _midnight(day: date, time_zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), time_zone).astimezone(UTC)
