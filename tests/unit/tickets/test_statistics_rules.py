"""Months, shares and flags of the statistics. Source: handbook T-22."""

from datetime import UTC, datetime, timedelta
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.tickets.domain.months import Month
from services.tickets.statistics.domain.figures import Measure, change_percent, is_rising, percent_of, shares_of
from services.tickets.statistics.domain.labels import MEASURES
from services.tickets.statistics.domain.months import compared, trend_of

SHANGHAI = ZoneInfo("Asia/Shanghai")


def test_a_month_begins_at_the_communitys_own_midnight() -> None:
    span = Month(2026, 11).span(SHANGHAI)
    assert span.since == datetime(2026, 10, 31, 16, tzinfo=UTC)
    assert span.until == datetime(2026, 11, 30, 16, tzinfo=UTC)
    assert str(Month.at(span.since - timedelta(microseconds=1), SHANGHAI)) == "2026-10"
    assert str(Month.at(span.since, SHANGHAI)) == "2026-11"


def test_a_month_of_a_clock_change_is_an_hour_short() -> None:
    span = Month(2026, 3).span(ZoneInfo("Europe/Berlin"))
    assert span.until - span.since == timedelta(days=31) - timedelta(hours=1)


@given(year=st.integers(2001, 2098), number=st.integers(1, 12), back=st.integers(-30, 30))
def test_months_follow_one_another_without_a_gap(year: int, number: int, back: int) -> None:
    month = Month(year, number)
    assert month.plus(-back).plus(back) == month
    spans = [each.span(SHANGHAI) for each in trend_of(month)]
    assert all(before.until == after.since for before, after in pairwise(spans))
    assert len(spans) == 13
    assert Month.parse(str(month)) == month


def test_january_is_held_against_december() -> None:
    assert [str(month) for month in compared(Month(2026, 1))] == ["2026-01", "2025-12", "2025-01"]


@given(part=st.integers(0, 10**7), whole=st.integers(1, 10**7))
def test_a_percent_is_rounded_half_up_to_a_tenth(part: int, whole: int) -> None:
    expected = (Decimal(100) * part / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)
    assert percent_of(part, whole) == float(expected)


@given(now=st.integers(0, 10**6), before=st.integers(1, 10**6))
def test_a_change_is_rounded_half_up_too(now: int, before: int) -> None:
    exact = Decimal(1000) * (now - before) / before + Decimal("0.5")
    assert change_percent(now, before) == float(exact.to_integral_value(ROUND_FLOOR) / 10)


def test_of_nothing_there_is_no_share() -> None:
    assert percent_of(0, 0) is None
    assert change_percent(5, 0) is None
    shares = shares_of([], [], [], [])
    assert set(shares) == set(Measure) == set(MEASURES)
    assert {share.percent(period) for share in shares.values() for period in range(3)} == {None}


@pytest.mark.parametrize(
    ("count", "rising"),
    [
        ((3, 2, 2), True),
        ((2, 0, 0), False),
        ((3, 3, 0), False),
        ((3, 0, 3), False),
        ((9, 1, 8), True),
        ((3, 0, 0), True),
    ],
)
def test_a_class_rises_against_both_months_and_not_by_one_or_two(count: tuple[int, int, int], *, rising: bool) -> None:
    assert is_rising(count) is rising
