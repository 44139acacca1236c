"""Progress reports and what went into the work. Source: handbook T-09, T-10, T-20."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.tickets.requests.domain.errors import BeyondQuote
from services.tickets.requests.domain.intake import Category
from services.tickets.requests.domain.lifecycle import Action, Status, actions_of
from services.tickets.requests.domain.materials import check_against_quote
from services.tickets.requests.domain.progress import ProgressPolicy, Stage, next_inquiry, next_report

OPENED = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def day(number: float) -> datetime:
    return OPENED + timedelta(days=number)


def test_the_schedule_of_reports() -> None:
    """Day 3 to 7 every other day, to 15 every third, then weekly."""
    told, days = OPENED, []
    for _ in range(9):
        told = next_report(OPENED, told)
        days.append((told - OPENED).days)
    assert days == [3, 5, 7, 10, 13, 16, 23, 30, 37]


@pytest.mark.parametrize(("told", "due"), [(0, 3), (2.9, 3), (3, 5), (4, 5), (9, 10), (9.9, 10), (12, 13), (29, 30)])
def test_a_report_before_or_after_its_day_does_not_move_the_next(told: float, due: int) -> None:
    assert next_report(OPENED, day(told)) == day(due)


@given(st.integers(0, 200 * 24), st.integers(0, 200 * 24))
def test_the_next_report_lies_ahead_within_a_week_and_never_goes_back(earlier: int, later: int) -> None:
    first, second = (OPENED + timedelta(hours=hours) for hours in sorted((earlier, later)))
    assert first < next_report(OPENED, first) <= max(first + timedelta(days=7), day(3))
    assert next_report(OPENED, first) <= next_report(OPENED, second)


def test_a_communitys_own_schedule() -> None:
    policy = ProgressPolicy(stages=(Stage(1, 1), Stage(3, 5)), inquiry_every=timedelta(hours=8))
    assert [next_report(OPENED, day(told), policy) for told in (0, 1, 3)] == [day(1), day(2), day(8)]
    assert next_inquiry(OPENED, policy) == OPENED + timedelta(hours=8)
    assert next_inquiry(OPENED) == day(1)


@dataclass(frozen=True)
class Line:
    quantity: Decimal
    tariff_item: str | None


@pytest.mark.parametrize(
    ("lines", "before", "place"),
    [
        ([("1", "tap")], [], None),
        ([("2", "tap")], [], None),
        ([("2.001", "tap")], [], 0),
        ([("1", "tap"), ("1", "tap")], [], None),
        ([("1", "tap"), ("1.5", "tap")], [], 1),
        ([("1", "tap")], [("1", "tap")], None),
        ([("1", "tap")], [("2", "tap")], 0),
        ([("999", None), ("1", "tap")], [], None),
        ([("0.5", "wax")], [], 0),
    ],
)
def test_no_more_is_billed_than_was_accepted(
    lines: list[tuple[str, str | None]], before: list[tuple[str, str | None]], place: int | None
) -> None:
    given_lines, used = ([Line(Decimal(many), item) for many, item in each] for each in (lines, before))
    if place is None:
        check_against_quote(given_lines, used, {"tap": 2})
        return
    with pytest.raises(BeyondQuote) as caught:
        check_against_quote(given_lines, used, {"tap": 2})
    assert caught.value.pointer == f"/lines/{place}/quantity"


@pytest.mark.parametrize("category", Category)
def test_only_a_repair_is_offered_to_the_builder(category: Category) -> None:
    assert (Action.FLAG_WARRANTY in actions_of(Status.OPENED, category)) is (category is Category.REPAIR)
