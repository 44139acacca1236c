"""Standards, periods and the life of a finding. Source: handbook T-25."""

from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.tickets.patrols.domain.areas import DEPARTMENTS, SITE_ITEMS, AreaKind, Item, Result, check_items, score
from services.tickets.patrols.domain.errors import (
    DeadlineOutOfRange,
    ItemTwice,
    ItemUnknown,
    ItemUnseen,
    TooManyPoints,
)
from services.tickets.patrols.domain.findings import (
    FINDING_STATUSES,
    FINDINGS,
    TRANSITIONS,
    FindingAction,
    FindingStatus,
    check_deadline,
)
from services.tickets.patrols.domain.labels import LABELS
from services.tickets.patrols.domain.periods import month_of, percent, period_named, periods_over, week_of, year
from services.tickets.patrols.domain.revisions import Revision, next_round, on_day, waiting
from shared.kernel.errors import DomainError
from shared.kernel.state_machine import IllegalTransition

ITEMS = [Item("floor", "dry and clean", 10), Item("light", "all lit", 5)]
NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
DAYS = st.dates(min_value=date(2001, 1, 1), max_value=date(2099, 12, 31))


@pytest.mark.parametrize(("status", "action"), list(product(FindingStatus, FindingAction)))
def test_every_pair_moves_as_the_table_says_or_is_refused(status: FindingStatus, action: FindingAction) -> None:
    if (status, action) in TRANSITIONS:
        assert FINDINGS.next(status, action) is TRANSITIONS[status, action]
    else:
        with pytest.raises(IllegalTransition) as caught:
            FINDINGS.next(status, action)
        assert caught.value.params["status"] == FINDING_STATUSES[status]


def test_a_rechecked_finding_is_done_and_no_other() -> None:
    assert {status for status in FindingStatus if not FINDINGS.actions(status)} == {FindingStatus.RECHECKED}


def test_a_walk_sums_what_its_items_earned() -> None:
    assert score(ITEMS, [Result("light", 5), Result("floor", 8)]) == (13, 15)


@pytest.mark.parametrize(
    ("results", "refusal", "pointer"),
    [
        ([Result("floor", 8)], ItemUnseen, "/results"),
        ([Result("floor", 8), Result("roof", 1)], ItemUnknown, "/results/1/item"),
        ([Result("floor", 8), Result("floor", 8)], ItemTwice, "/results/1/item"),
        ([Result("floor", 11), Result("light", 5)], TooManyPoints, "/results/0/points"),
    ],
)
def test_results_are_of_every_item_once(results: list[Result], refusal: type[DomainError], pointer: str) -> None:
    with pytest.raises(refusal) as caught:
        score(ITEMS, results)
    assert caught.value.pointer == pointer


def test_an_items_code_is_given_once() -> None:
    with pytest.raises(ItemTwice) as caught:
        check_items(["floor", "light", "floor"])
    assert caught.value.pointer == "/items/2/code"


def test_a_renovation_site_is_scored_out_of_a_hundred() -> None:
    assert sum(item.points for item in SITE_ITEMS) == 100
    check_items([item.code for item in SITE_ITEMS])


def test_every_kind_has_a_department_and_words() -> None:
    assert set(DEPARTMENTS) == set(AreaKind) == set(LABELS["patrol_area_kind"])


@pytest.mark.parametrize("ahead", [timedelta(0), timedelta(seconds=-1), timedelta(days=90, seconds=1)])
def test_a_deadline_lies_in_the_days_to_come(ahead: timedelta) -> None:
    with pytest.raises(DeadlineOutOfRange):
        check_deadline(NOW + ahead, NOW, "/deadline_at")
    check_deadline(NOW + timedelta(days=90), NOW, "/deadline_at")


@pytest.mark.parametrize(
    ("label", "first", "last"),
    [
        ("2026-11", date(2026, 10, 26), date(2026, 11, 25)),
        ("2026-01", date(2025, 12, 26), date(2026, 1, 25)),
        ("2026-03", date(2026, 2, 26), date(2026, 3, 25)),
        ("2026", date(2025, 12, 26), date(2026, 12, 25)),
    ],
)
def test_a_period_ends_on_the_25th(label: str, first: date, last: date) -> None:
    period = period_named(label)
    assert (period.label, period.first, period.last) == (label, first, last)
    assert (period.is_over(last), period.is_over(last + timedelta(days=1))) == (False, True)


@given(DAYS)
def test_every_day_is_in_its_month_and_the_months_of_a_year_are_the_year(day: date) -> None:
    period = month_of(day)
    assert period.first <= day <= period.last
    assert period_named(period.label) == period
    whole = year(int(period.label[:4]))
    assert whole.first <= period.first
    assert period.last <= whole.last


@given(DAYS)
def test_a_week_is_monday_to_sunday(day: date) -> None:
    monday, sunday = week_of(day)
    assert monday <= day <= sunday
    assert (monday.weekday(), sunday.weekday()) == (0, 6)


@pytest.mark.parametrize(
    ("earned", "possible", "told"), [(0, 0, None), (0, 3, "0.0"), (3, 3, "100.0"), (1, 3, "33.3"), (2, 3, "66.7")]
)
def test_percents_are_rounded_half_up(earned: int, possible: int, told: str | None) -> None:
    assert percent(earned, possible) == told
    assert percent(1, 16) == "6.3"  # 6.25


def test_periods_that_are_over_come_each_once() -> None:
    assert [period.label for period in periods_over(date(2026, 10, 26), date(2026, 11, 25))] == []
    assert [period.label for period in periods_over(date(2026, 10, 26), date(2026, 11, 26))] == ["2026-11"]
    over = periods_over(date(2025, 11, 26), date(2026, 12, 26))
    assert [period.label for period in over] == [
        "2025-12", *(f"2026-{number:02}" for number in range(1, 13)), "2025", "2026"
    ]  # fmt: skip
    assert [period.label for period in periods_over(date(2025, 12, 26), date(2026, 1, 26))] == ["2026-01"]


REVISIONS = [Revision(date(2026, 11, 1), ["a"]), Revision(date(2026, 11, 24), ["b"])]


@pytest.mark.parametrize(
    ("day", "areas"),
    [(date(2026, 10, 31), None), (date(2026, 11, 1), ["a"]), (date(2026, 11, 23), ["a"]), (date(2026, 11, 24), ["b"])],
)
def test_a_round_has_what_applied_on_its_day(day: date, areas: list[str] | None) -> None:
    found = on_day(REVISIONS, day)
    assert (found and found.area_ids) == areas


def test_a_change_waits_until_its_day() -> None:
    assert waiting(REVISIONS, date(2026, 11, 23)) == REVISIONS[1]
    assert waiting(REVISIONS, date(2026, 11, 24)) is None
    assert next_round(date(2026, 11, 30)) == date(2026, 12, 1)
