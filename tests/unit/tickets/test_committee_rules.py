"""What is due to the owners' committee. Source: handbook T-26."""

from datetime import UTC, date, datetime
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.tickets.committee.domain.contacts import (
    Channel,
    Position,
    chair_due,
    members_due,
    month_of,
    quarter_of,
)
from services.tickets.committee.domain.labels import LABELS
from services.tickets.committee.domain.matters import (
    MATTERS,
    TRANSITIONS,
    MatterAction,
    MatterKind,
    MatterStatus,
    Occasion,
    due_at,
)
from shared.kernel.business_calendar import BusinessCalendar
from shared.kernel.state_machine import IllegalTransition

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(("status", "action"), list(product(MatterStatus, MatterAction)))
def test_every_pair_moves_as_the_table_says_or_is_refused(status: MatterStatus, action: MatterAction) -> None:
    if (status, action) in TRANSITIONS:
        assert MATTERS.next(status, action) is TRANSITIONS[status, action]
    else:
        with pytest.raises(IllegalTransition):
            MATTERS.next(status, action)


def test_three_working_days_pass_over_the_weekend_and_the_holiday() -> None:
    friday = datetime(2026, 11, 20, 2, tzinfo=UTC)
    assert due_at(friday, BusinessCalendar()) == datetime(2026, 11, 25, 2, tzinfo=UTC)
    before_national_day = datetime(2026, 9, 30, 2, tzinfo=UTC)
    assert due_at(before_national_day, BusinessCalendar()) == datetime(2026, 10, 10, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("members", "talked", "needed", "missing"),
    [
        ("", "", 0, 0),
        ("a", "", 1, 1),
        ("abc", "a", 2, 1),
        ("abcd", "ab", 2, 0),
        ("abc", "xyz", 2, 2),
        ("ab", "ab", 1, 0),
    ],
)
def test_half_of_the_members_a_quarter(members: str, talked: str, needed: int, missing: int) -> None:
    due = members_due(members, talked, TODAY)
    assert (due.first, due.last) == (date(2026, 10, 1), date(2026, 12, 31))
    assert (due.needed, due.missing) == (needed, missing)


@pytest.mark.parametrize(("chair", "talked", "missing"), [(None, "", 0), ("a", "", 1), ("a", "b", 1), ("a", "ab", 0)])
def test_the_chair_every_month(chair: str | None, talked: str, missing: int) -> None:
    due = chair_due(chair, talked, TODAY)
    assert (due.first, due.last, due.missing) == (date(2026, 11, 1), date(2026, 11, 30), missing)


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1)))
def test_a_day_lies_in_its_month_and_this_in_its_quarter(day: date) -> None:
    (first, last), (opening, closing) = month_of(day), quarter_of(day)
    assert opening <= first <= day <= last <= closing
    assert 90 <= (closing - opening).days + 1 <= 92


def test_every_code_has_its_words() -> None:
    tables = (Position, Channel, MatterKind, Occasion, MatterStatus)
    assert [set(words) for words in LABELS.values()] == [set(codes) for codes in tables]
