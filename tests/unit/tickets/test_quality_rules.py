"""Which contacts are drawn, what marks come to, and a sample's life. Source: handbook T-30."""

from datetime import UTC, datetime
from itertools import product
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.tickets.policies.models import PolicyRow
from services.tickets.policies.usecases.reading import quality_policy_of
from services.tickets.quality_samples.domain.drawing import (
    by_member,
    draw,
    drawing_at,
    month_before,
    month_span,
    week_began,
    week_span,
)
from services.tickets.quality_samples.domain.errors import MonthNotBegun, NotAMonth, NotAWeek
from services.tickets.quality_samples.domain.lifecycle import (
    SAMPLES,
    TRANSITIONS,
    USED,
    SampleAction,
    SampleStatus,
)
from services.tickets.quality_samples.domain.marking import (
    DEFAULT_WEIGHTS,
    Criterion,
    QualityPolicy,
    score_of,
    training_need,
)
from shared.kernel.state_machine import IllegalTransition

ZONE = ZoneInfo("Asia/Shanghai")
TICKETS = st.dictionaries(
    st.text("abc", min_size=1, max_size=3),
    st.lists(st.text("0123456789", min_size=1, max_size=4), unique=True, max_size=12),
    max_size=5,
)
MARKS = st.fixed_dictionaries({criterion: st.integers(0, 5) for criterion in Criterion})


@pytest.mark.parametrize(("status", "action"), list(product(SampleStatus, SampleAction)))
def test_every_pair_moves_as_the_table_says_or_is_refused(status: SampleStatus, action: SampleAction) -> None:
    if (status, action) in TRANSITIONS:
        assert SAMPLES.next(status, action) is TRANSITIONS[status, action]
    else:
        with pytest.raises(IllegalTransition):
            SAMPLES.next(status, action)


def test_nothing_is_used_before_it_was_seen() -> None:
    assert {to for (status, action), to in TRANSITIONS.items() if status not in USED and action != "see"} == {"scored"}


@given(TICKETS, st.text(max_size=5), st.integers(1, 5))
def test_the_draw_is_the_same_for_the_same_seed_in_whatever_order_contacts_come(
    contacts: dict[str, list[str]], seed: str, each: int
) -> None:
    drawn = draw(contacts, seed=seed, month="2026-11", each=each)
    turned = {member: list(reversed(theirs)) for member, theirs in reversed(contacts.items())}
    assert drawn == draw(turned, seed=seed, month="2026-11", each=each)
    for member, theirs in contacts.items():
        assert len(drawn[member]) == min(each, len(theirs)) == len(set(drawn[member]))
        assert set(drawn[member]) <= set(theirs)


@given(TICKETS, st.integers(1, 4))
def test_a_greater_sample_holds_the_smaller_one(contacts: dict[str, list[str]], each: int) -> None:
    some = draw(contacts, seed="s", month="2026-11", each=each)
    more = draw(contacts, seed="s", month="2026-11", each=each + 1)
    assert all(more[member][: len(theirs)] == theirs for member, theirs in some.items())


def test_another_seed_or_month_draws_others() -> None:
    contacts = {"a": [str(number) for number in range(100)]}
    drawn = {tuple(draw(contacts, seed=seed, month=month, each=3)["a"]) for seed in "xy" for month in ("1", "2")}
    assert len(drawn) == 4


def test_contacts_are_gathered_by_member() -> None:
    assert by_member([("a", "1"), ("b", "2"), ("a", "3")]) == {"a": ["1", "3"], "b": ["2"]}


@given(MARKS)
def test_a_score_lies_between_nothing_and_all_and_never_falls_with_a_better_mark(marks: dict[Criterion, int]) -> None:
    score = score_of(marks, DEFAULT_WEIGHTS)
    assert 0 <= score <= 100
    for criterion, mark in marks.items():
        if mark < 5:
            assert score_of(marks | {criterion: mark + 1}, DEFAULT_WEIGHTS) > score


@pytest.mark.parametrize(
    ("marks", "score"),
    [((5, 5, 5, 5), 100), ((0, 0, 0, 0), 0), ((5, 4, 4, 3), 80), ((1, 0, 0, 0), 4), ((5, 5, 4, 5), 93)],
)
def test_marks_come_to_a_score(marks: tuple[int, ...], score: int) -> None:
    assert score_of(dict(zip(Criterion, marks, strict=True)), DEFAULT_WEIGHTS) == score


def test_half_a_point_is_rounded_up() -> None:
    weights = {Criterion.GREETING: 1, Criterion.UNDERSTANDING: 39, Criterion.ANSWER: 0, Criterion.RECORD: 0}
    marks = dict.fromkeys(Criterion, 0) | {Criterion.GREETING: 1}
    assert score_of(marks, weights) == 1  # exactly 0.5


@pytest.mark.parametrize(
    ("sums", "need"),
    [((10, 9, 8, 7), "record"), ((7, 7, 8, 8), "greeting"), ((10, 10, 10, 10), None), ((10, 10, 9, 10), "answer")],
)
def test_the_lowest_criterion_is_what_to_train(sums: tuple[int, ...], need: str | None) -> None:
    assert training_need(dict(zip(Criterion, sums, strict=True)), 2) == need


@pytest.mark.parametrize("text", ["2026-13", "2026-00", "2026-1", "26-11", "2026-11-01", "", "１９９９-11", "1999-11"])
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(NotAMonth):
        month_span(text, ZONE)


@pytest.mark.parametrize("text", ["2026-W54", "2026-W00", "2025-W53", "2026-48", "W48", "", "2026-w48"])
def test_what_is_no_week_is_refused(text: str) -> None:
    with pytest.raises(NotAWeek):
        week_span(text, ZONE)


def test_a_month_is_drawn_when_its_last_local_minute_is_over() -> None:
    ends = datetime(2026, 11, 30, 16, 0, tzinfo=UTC)
    over = drawing_at("2026-11", ZONE, ends, each=3)
    assert (over.span.until, over.each, over.is_final) == (ends, 3, True)
    assert month_before(ends, ZONE) == "2026-11"
    before = datetime(2026, 11, 30, 15, 59, tzinfo=UTC)
    assert month_before(before, ZONE) == "2026-10"
    running = drawing_at("2026-11", ZONE, before, each=3)
    assert (running.span.until, running.is_final) == (before, False)
    with pytest.raises(MonthNotBegun):
        drawing_at("2026-12", ZONE, before, each=3)
    assert month_span("2026-12", ZONE).until == datetime(2026, 12, 31, 16, 0, tzinfo=UTC)


def test_a_week_is_monday_to_sunday_on_local_time() -> None:
    span = week_span("2026-W48", ZONE)
    assert (span.since, span.until) == (
        datetime(2026, 11, 22, 16, 0, tzinfo=UTC), datetime(2026, 11, 29, 16, 0, tzinfo=UTC),
    )  # fmt: skip
    assert week_began(datetime(2026, 11, 29, 15, 59, tzinfo=UTC), ZONE) == span.since
    assert week_began(span.until, ZONE) == span.until


@pytest.mark.parametrize(
    ("own", "contacts", "seed", "weights"),
    [
        ({}, 3, "garden", DEFAULT_WEIGHTS),
        ({"contacts": 5, "seed": "s"}, 5, "s", DEFAULT_WEIGHTS),
        ({"contacts": 0}, 1, "garden", DEFAULT_WEIGHTS),
        ({"contacts": 99}, 5, "garden", DEFAULT_WEIGHTS),
        ({"weights": {"greeting": 40}}, 3, "garden", dict(DEFAULT_WEIGHTS) | {Criterion.GREETING: 40}),
        ({"weights": dict.fromkeys(DEFAULT_WEIGHTS, 0)}, 3, "garden", DEFAULT_WEIGHTS),
        ({"weights": {"greeting": -1}}, 3, "garden", DEFAULT_WEIGHTS),
    ],
)
def test_a_community_has_values_of_its_own_within_one_to_five(
    own: dict[str, Any], contacts: int, seed: str, weights: dict[Criterion, int]
) -> None:
    row = PolicyRow(community_id="garden", quality=own)
    assert quality_policy_of(row, "garden") == QualityPolicy(seed=seed, contacts=contacts, weights=weights)
    assert quality_policy_of(None, "garden") == QualityPolicy(seed="garden")


@pytest.mark.parametrize(("day", "each"), [(1, 1), (10, 1), (11, 2), (20, 2), (21, 3), (30, 3)])
def test_of_a_running_month_as_many_are_drawn_as_it_has_run_of(day: int, each: int) -> None:
    assert drawing_at("2026-11", ZONE, datetime(2026, 11, day, 12, tzinfo=ZONE), each=3).each == each


@given(TICKETS, st.data())
def test_what_was_drawn_counts_and_is_not_drawn_again(contacts: dict[str, list[str]], data: st.DataObject) -> None:
    before = {member: data.draw(st.sets(st.sampled_from(theirs))) if theirs else set()
              for member, theirs in contacts.items()}  # fmt: skip
    more = draw(contacts, seed="s", month="2026-11", each=3, drawn=before)
    for member, theirs in contacts.items():
        assert before[member].isdisjoint(more[member])
        assert len(more[member]) == min(max(3 - len(before[member]), 0), len(theirs) - len(before[member]))
    assert more == draw(contacts, seed="s", month="2026-11", each=3, drawn=before)
