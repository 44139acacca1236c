"""What a room is charged by the month, part months by the day. Source: handbook B-02, B-03, B-04."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from services.billing.domain.tariff import Formula, Nature, Unit
from shared.kernel.money import round_half_up

_DM2_PER_M2 = 100
_ONE_DAY = timedelta(days=1)

_HOMES_AND_SHOPS = frozenset({"flat", "shop", "office"})
APPLIES_TO: Mapping[Unit, frozenset[str]] = {
    Unit.M2_MONTH: _HOMES_AND_SHOPS | {"storage"},
    Unit.ROOM_MONTH: _HOMES_AND_SHOPS,
    Unit.SPACE_MONTH: frozenset({"garage", "parking_space"}),
}
"""Kinds of room (R-01) that a monthly item is charged for, by the item's unit. Other units are never monthly."""


@dataclass(frozen=True, slots=True)
class Days:
    """Days in a row; both ends belong to them."""

    first: date
    last: date

    @property
    def count(self) -> int:
        """None when the last day lies before the first."""
        return max(0, (self.last - self.first).days + 1)


@dataclass(frozen=True, slots=True)
class MonthCharged:
    """Which days of a month a charge is for, and what it was computed of."""

    days: Days
    unit_price_fen: int
    area_dm2: int | None

    @property
    def period(self) -> str:
        """`2026-11`."""
        return f"{self.days.first:%Y-%m}"


def applies(unit: Unit, formula: Formula, nature: Nature, room_kind: str) -> bool:
    """Whether a tariff item is charged every month for a room of this kind."""
    if nature is not Nature.FEE or formula is Formula.QUANTITY:
        return False
    return room_kind in APPLIES_TO.get(unit, frozenset())


def month_end(day: date) -> date:
    """The last day of its month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def by_month(days: Days) -> list[Days]:
    """The days, cut at the ends of months."""
    parts = []
    first = days.first
    while first <= days.last:
        last = min(month_end(first), days.last)
        parts.append(Days(first, last))
        first = last + _ONE_DAY
    return parts


def missing(covered: Days | None, wanted: Days) -> list[Days]:
    """What has to be added to `covered`, so that it reaches over `wanted` without a gap and no day comes twice."""
    if covered is None:
        return [wanted] if wanted.count else []
    before = Days(wanted.first, covered.first - _ONE_DAY)
    after = Days(covered.last + _ONE_DAY, wanted.last)
    return [part for part in (before, after) if part.count]


def share_fen(price_fen: int, area_dm2: int | None, days: int, month_days: int) -> int:
    """Price × area × days ÷ days of the month, half-up to the fen; without an area, price × days.

    Multiplied first, divided last, rounded once (B-03).
    """
    if area_dm2 is None:
        return round_half_up(price_fen * days, month_days)
    return round_half_up(price_fen * area_dm2 * days, _DM2_PER_M2 * month_days)


def further_fen(month: MonthCharged, days_before: int) -> int:
    """The charge for some days of a month of which `days_before` others are charged already.

    However a month is cut into charges, they sum to what all their days cost in one.
    """
    length = monthrange(month.days.first.year, month.days.first.month)[1]
    price, area = month.unit_price_fen, month.area_dm2
    whole = share_fen(price, area, days_before + month.days.count, length)
    return whole - share_fen(price, area, days_before, length)


def kept_until(days: Days, last: date) -> Days:
    """What of the days remains when nothing is charged after `last`."""
    return Days(days.first, min(days.last, last))
