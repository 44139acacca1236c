"""Months of a community's own calendar, and those that one is held against. Source: handbook T-22."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self
from zoneinfo import ZoneInfo

MONTHS_IN_YEAR = 12
FILED_FROM = 25
"""The day of the month from which its unsatisfied repairs are put on file (T-22)."""
MONTH_PATTERN = r"^20[0-9]{2}-(0[1-9]|1[0-2])$"
THIS, LAST_MONTH, LAST_YEAR = range(3)
"""The periods that figures are of, in the order of `compared`."""


@dataclass(frozen=True, slots=True)
class Span:
    """From `since`, inclusive, until `until`, exclusive; UTC."""

    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Month:
    """`number` counts from January as 1."""

    year: int
    number: int

    @classmethod
    def parse(cls, label: str) -> Self:
        """Of a label that fits `MONTH_PATTERN`."""
        year, _, number = label.partition("-")
        return cls(int(year), int(number))

    @classmethod
    def at(cls, moment: datetime, zone: ZoneInfo) -> Self:
        """The local month of a moment."""
        local = moment.astimezone(zone)
        return cls(local.year, local.month)

    @property
    def label(self) -> str:
        """`2026-11`."""
        return f"{self.year:04d}-{self.number:02d}"

    def back(self, months: int) -> "Month":
        """So many months before; after, if negative."""
        counted = self.year * MONTHS_IN_YEAR + self.number - 1 - months
        return Month(counted // MONTHS_IN_YEAR, counted % MONTHS_IN_YEAR + 1)

    def span(self, zone: ZoneInfo) -> Span:
        """From its first midnight there to that of the next month."""
        after = self.back(-1)
        return Span(_first_midnight(self, zone), _first_midnight(after, zone))


def compared(month: Month) -> list[Month]:
    """The month, the one before, and the same one of the year before."""
    return [month, month.back(1), month.back(MONTHS_IN_YEAR)]


def trend_of(month: Month) -> list[Month]:
    """Thirteen months, oldest first: the year before is seen at both ends."""
    return [month.back(back) for back in range(MONTHS_IN_YEAR, -1, -1)]


def _first_midnight(month: Month, zone: ZoneInfo) -> datetime:
    return datetime(month.year, month.number, 1, tzinfo=zone).astimezone(UTC)
