"""The month's figures, put together from what the database counted. Source: handbook T-22."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeVar

from services.tickets.domain.months import Month
from services.tickets.requests.domain.clocks import Clock
from services.tickets.requests.domain.intake import Category
from services.tickets.requests.domain.matters import Matter
from services.tickets.statistics.domain.months import LAST_MONTH, LAST_YEAR, THIS

Triple = tuple[int, int, int]
"""This month, last month, the same month last year."""
OTHER_MATTER = "other"
NO_BUILDING = "-"
_RISING_FROM = 3


class _OfPeriod(Protocol):
    @property
    def period(self) -> int: ...


R = TypeVar("R", bound=_OfPeriod)


class Measure(StrEnum):
    """What is held as a share of a whole."""

    REPLY_IN_TIME = "reply_in_time"
    SETTLEMENT_IN_TIME = "settlement_in_time"
    REPAIR_TIMELINESS = "repair_timeliness"
    PASS_RATE = "pass_rate"  # noqa: S105 - no password: work that passed
    REWORK_RATE = "rework_rate"
    FOLLOW_UP_COVERAGE = "follow_up_coverage"
    COMPLAINT_COVERAGE = "complaint_coverage"
    REPAIR_COVERAGE = "repair_coverage"
    SATISFACTION = "satisfaction"


@dataclass(frozen=True, slots=True)
class Counted:
    """Requests taken in, by all that they are counted by; `valid` ones were not dismissed (T-15)."""

    period: int
    category: str
    nature: str
    severity: str
    source: str
    department: str
    building: str
    matter: str
    count: int
    valid: int


@dataclass(frozen=True, slots=True)
class ClockCount:
    """Clocks of the valid requests taken in; those that still run are in neither."""

    period: int
    category: str
    clock: str
    in_time: int
    late: int


@dataclass(frozen=True, slots=True)
class Finished:
    """Repairs asked for and closed as solved: `reworks` counts each time that one of these or of the reworks closed was
    done again, `qualified` were right at once.
    """

    period: int
    finished: int
    reworks: int
    qualified: int


@dataclass(frozen=True, slots=True)
class Visited:
    """Requests closed as solved, of these with a visit made, and what visits brought, those to reworks too (T-16)."""

    period: int
    category: str
    closed: int
    visited: int
    satisfied: int
    unsatisfied: int


@dataclass(frozen=True, slots=True)
class Share:
    """`part` of `whole`, each as a triple."""

    part: Triple
    whole: Triple

    def percent(self, period: int) -> float | None:
        """None where there is nothing to be a part of."""
        return percent_of(self.part[period], self.whole[period])


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """All that a month's statistics say, without words."""

    month: Month
    counts: Sequence[Counted]
    shares: Mapping[Measure, Share]
    trend: Sequence[tuple[Month, Mapping[str, int]]]

    @property
    def total(self) -> Triple:
        """Requests taken in."""
        return _sum(self.counts, lambda row: row.count)

    def by(self, key: Callable[[Counted], str], known: Iterable[str] = ()) -> dict[str, Triple]:
        """Counts by one property; `known` values are there even at zero, others follow in order."""
        known = list(known)
        found = sorted({key(row) for row in self.counts}.difference(known))
        return {
            code: _sum([row for row in self.counts if key(row) == code], lambda row: row.count)
            for code in (*known, *found)
        }

    def complaint_classes(self) -> dict[str, Triple]:
        """Complaints by what they are about; the most frequent first."""
        complaints = [row for row in self.counts if row.category == Category.COMPLAINT]
        narrowed = MonthFigures(self.month, complaints, {}, [])
        classes = narrowed.by(lambda row: row.matter if row.matter in set(Matter) else OTHER_MATTER)
        return dict(sorted(classes.items(), key=lambda item: (-item[1][THIS], item[0])))


def shares_of(
    counts: Sequence[Counted], clocks: Sequence[ClockCount], finished: Sequence[Finished], visits: Sequence[Visited]
) -> dict[Measure, Share]:
    """Every share by its definition in T-22."""

    def in_time(clock: Clock, category: Category | None = None) -> Share:
        mine = [row for row in clocks if row.clock == clock and category in {None, row.category}]
        part = _sum(mine, lambda row: row.in_time)
        return Share(part, _sum(mine, lambda row: row.in_time + row.late))

    def coverage(category: Category | None = None) -> Share:
        mine = [row for row in visits if category in {None, row.category}]
        return Share(_sum(mine, lambda row: row.visited), _sum(mine, lambda row: row.closed))

    repairs = _sum([row for row in counts if row.category == Category.REPAIR], lambda row: row.valid)
    done = _sum(finished, lambda row: row.finished)
    return {
        Measure.REPLY_IN_TIME: in_time(Clock.RESPOND),
        Measure.SETTLEMENT_IN_TIME: in_time(Clock.SETTLE),
        Measure.REPAIR_TIMELINESS: Share(in_time(Clock.SETTLE, Category.REPAIR).part, repairs),
        Measure.PASS_RATE: Share(_sum(finished, lambda row: row.qualified), done),
        Measure.REWORK_RATE: Share(_sum(finished, lambda row: row.reworks), done),
        Measure.FOLLOW_UP_COVERAGE: coverage(),
        Measure.COMPLAINT_COVERAGE: coverage(Category.COMPLAINT),
        Measure.REPAIR_COVERAGE: coverage(Category.REPAIR),
        Measure.SATISFACTION: Share(
            _sum(visits, lambda row: row.satisfied),
            _sum(visits, lambda row: row.satisfied + row.unsatisfied),
        ),
    }


def percent_of(part: int, whole: int) -> float | None:
    """To a tenth, rounded half up; None of nothing."""
    return (2000 * part + whole) // (2 * whole) / 10 if whole else None


def change_percent(now: int, before: int) -> float | None:
    """How much more than before, to a tenth, rounded half up; None against nothing."""
    return (2000 * (now - before) + before) // (2 * before) / 10 if before else None


def is_rising(count: Triple) -> bool:
    """Worth a flag: at least three, and more than in both months that it is held against (T-22)."""
    return count[THIS] >= _RISING_FROM and count[THIS] > count[LAST_MONTH] and count[THIS] > count[LAST_YEAR]


def _sum(rows: Iterable[R], count: Callable[[R], int]) -> Triple:
    sums = [0, 0, 0]
    for row in rows:
        sums[row.period] += count(row)
    return sums[THIS], sums[LAST_MONTH], sums[LAST_YEAR]
