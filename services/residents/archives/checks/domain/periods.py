"""Months and quarters, and which of them a check is owed for. Source: handbook R-13."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from shared.kernel.text import Text

_MONTHS_IN_QUARTER = 3


class CheckKind(StrEnum):
    """Monthly by the archivist, quarterly by the manager."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"


CHECK_KINDS: Mapping[CheckKind, Text] = {
    CheckKind.MONTHLY: Text(zh="月度清点", en="Monthly"),
    CheckKind.QUARTERLY: Text(zh="季度检查", en="Quarterly"),
}


class Owed(StrEnum):
    """Whether the present period's check was made."""

    DONE = "done"
    DUE = "due"
    OVERDUE = "overdue"


OWED: Mapping[Owed, Text] = {
    Owed.DONE: Text(zh="已完成", en="Done"),
    Owed.DUE: Text(zh="待完成", en="Due"),
    Owed.OVERDUE: Text(zh="逾期", en="Overdue"),
}


@dataclass(frozen=True, slots=True)
class Period:
    """A month (`2026-11`) or a quarter (`2026-Q4`)."""

    label: str
    first: date
    last: date


def period_of(kind: CheckKind, day: date) -> Period:
    """The period that `day` lies in."""
    span = 1 if kind is CheckKind.MONTHLY else _MONTHS_IN_QUARTER
    month = (day.month - 1) // span * span + 1
    first = date(day.year, month, 1)
    after = date(day.year + (month + span > 12), (month + span - 1) % 12 + 1, 1)  # noqa: PLR2004 - months
    label = f"{first:%Y-%m}" if span == 1 else f"{day.year}-Q{month // span + 1}"
    return Period(label, first, after - timedelta(days=1))


def period_before(kind: CheckKind, period: Period) -> Period:
    """The one that ended the day before `period` began."""
    return period_of(kind, period.first - timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Coverage:
    """What finished checks of one period covered: everything, or buildings."""

    is_whole: bool = False
    buildings: frozenset[str] = frozenset()

    def left_of(self, buildings: Collection[str]) -> list[str]:
        """The buildings that were not checked."""
        return [] if self.is_whole else sorted(set(buildings) - self.buildings)


def owed(*, left_now: Collection[str], left_before: Collection[str], has_files_before: bool) -> Owed:
    """Overdue while the period before has buildings left: a check made now counts for this period, not for that one."""
    if not left_now:
        return Owed.DONE
    return Owed.OVERDUE if left_before and has_files_before else Owed.DUE
