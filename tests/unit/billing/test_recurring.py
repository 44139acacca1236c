"""Monthly charges, part months by the day. Source: handbook B-03, B-04."""

import itertools
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.billing.domain.recurring import (
    Days,
    MonthCharged,
    applies,
    by_month,
    further_fen,
    missing,
    month_end,
    share_fen,
)
from services.billing.domain.tariff import Formula, Nature, Unit

NOVEMBER = Days(date(2026, 11, 1), date(2026, 11, 30))
day = st.dates(date(2020, 1, 1), date(2030, 12, 31))
span = st.tuples(day, st.integers(0, 400)).map(lambda each: Days(each[0], each[0] + timedelta(days=each[1])))


def test_nine_days_of_november_are_multiplied_first_divided_last_and_rounded_once() -> None:
    # 2.80 × 89.50 m² × 9 ÷ 30 = 75.18
    assert share_fen(280, 8_950, 9, 30) == 7_518
    assert share_fen(2_500, None, 9, 30) == 750
    assert share_fen(280, 8_950, 30, 30) == 25_060


def test_a_half_fen_is_rounded_up() -> None:
    assert share_fen(1, None, 15, 30) == 1
    assert share_fen(1, None, 14, 30) == 0


@given(price=st.integers(0, 10**6), area=st.integers(1, 10**6), month=st.dates(), share=st.data())
def test_a_part_month_is_never_half_a_fen_off(price: int, area: int, month: date, share: st.DataObject) -> None:
    length = month_end(month).day
    days = share.draw(st.integers(1, length))
    exact = Fraction(price * area * days, 100 * length)
    assert abs(share_fen(price, area, days, length) - exact) <= Fraction(1, 2)


@given(price=st.integers(0, 10**6), area=st.none() | st.integers(1, 10**6), cuts=st.sets(st.integers(1, 29)))
def test_however_a_month_is_cut_its_parts_sum_to_the_month(price: int, area: int | None, cuts: set[int]) -> None:
    edges = [0, *sorted(cuts), 30]
    parts = [
        MonthCharged(Days(date(2026, 11, begin + 1), date(2026, 11, end)), price, area)
        for begin, end in itertools.pairwise(edges)
    ]
    charged = 0
    for before, part in zip(edges, parts, strict=False):
        charged += further_fen(part, before)
    assert charged == share_fen(price, area, 30, 30)


@given(days=span)
def test_days_are_cut_at_the_ends_of_months_and_none_is_lost(days: Days) -> None:
    parts = by_month(days)
    assert sum(part.count for part in parts) == days.count
    assert all(part.first.month == part.last.month for part in parts)
    assert [part.last + timedelta(days=1) for part in parts[:-1]] == [part.first for part in parts[1:]]


@given(covered=st.none() | span, wanted=span)
def test_what_is_missing_closes_every_gap_and_repeats_no_day(covered: Days | None, wanted: Days) -> None:
    added = missing(covered, wanted)
    first = min(wanted.first, covered.first) if covered else wanted.first
    last = max(wanted.last, covered.last) if covered else wanted.last
    assert sum(part.count for part in added) + (covered.count if covered else 0) == Days(first, last).count
    assert missing(Days(first, last), wanted) == []


@pytest.mark.parametrize(
    ("unit", "formula", "nature", "kind", "expected"),
    [
        (Unit.M2_MONTH, Formula.AREA_MONTHS, Nature.FEE, "flat", True),
        (Unit.M2_MONTH, Formula.AREA_MONTHS, Nature.FEE, "storage", True),
        (Unit.ROOM_MONTH, Formula.MONTHS, Nature.FEE, "storage", False),
        (Unit.SPACE_MONTH, Formula.MONTHS, Nature.FEE, "flat", False),
        (Unit.SPACE_MONTH, Formula.MONTHS, Nature.FEE, "parking_space", True),
        (Unit.M2_MONTH, Formula.QUANTITY, Nature.FEE, "flat", False),
        (Unit.M2_MONTH, Formula.AREA_MONTHS, Nature.DEPOSIT, "flat", False),
        (Unit.PIECE, Formula.MONTHS, Nature.FEE, "flat", False),
    ],
)
def test_a_monthly_item_is_for_the_rooms_of_its_unit(
    unit: Unit, formula: Formula, nature: Nature, kind: str, *, expected: bool
) -> None:
    assert applies(unit, formula, nature, kind) is expected


def test_a_month_is_named_by_its_year_and_number() -> None:
    assert MonthCharged(NOVEMBER, 280, 8_950).period == "2026-11"
    assert month_end(date(2028, 2, 3)) == date(2028, 2, 29)
