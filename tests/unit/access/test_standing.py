"""Facts about a renovation in any order, and what they ask of its passes. Source: handbook A-31."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.access.domain.lifecycle import WORKER_TRANSITIONS, Action, Status
from services.access.domain.policy import breach_of, is_beyond_quota
from services.access.domain.standing import Standing, due_action

NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)
Fact = Callable[[Standing], Standing]


def facts() -> st.SearchStrategy[Fact]:
    version = st.integers(min_value=1, max_value=6)
    moment = st.integers(min_value=0, max_value=5).map(lambda minutes: NOON + timedelta(minutes=minutes))
    return st.one_of(
        # One version of a renovation says one thing: whether a fee is due follows from the version here.
        version.map(lambda v: lambda s: s.approved(v, fee_due=v % 2 == 0)),
        st.tuples(version, moment).map(lambda p: lambda s: s.permitted(p[0], p[1])),
        version.map(lambda v: lambda s: s.stopped(v)),
        version.map(lambda v: lambda s: s.resumed(v)),
        version.map(lambda v: lambda s: s.ended(v)),
        version.map(lambda v: lambda s: s.completed(v)),
        moment.map(lambda at: lambda s: s.paid(at)),
    )


def after(told: list[Fact]) -> Standing:
    standing = Standing()
    for fact in told:
        standing = fact(standing)
    return standing


@given(told=st.lists(facts(), max_size=8), picks=st.data())
def test_the_order_of_facts_does_not_matter(told: list[Fact], picks: st.DataObject) -> None:
    assert after(picks.draw(st.permutations(told))) == after(told)


@given(told=st.lists(facts(), max_size=8))
def test_hearing_everything_twice_changes_nothing(told: list[Fact]) -> None:
    assert after(told + told) == after(told)


@given(told=st.lists(facts(), max_size=8), status=st.sampled_from(Status))
def test_what_is_asked_of_a_pass_is_always_possible(told: list[Fact], status: Status) -> None:
    action = due_action(status, after(told))
    assert action is None or (status, action) in WORKER_TRANSITIONS


@given(told=st.lists(facts(), max_size=8), status=st.sampled_from(Status))
def test_once_followed_the_standing_asks_nothing_more(told: list[Fact], status: Status) -> None:
    standing = after(told)
    action = due_action(status, standing)
    if action is not None:
        assert due_action(WORKER_TRANSITIONS[status, action], standing) is None


def test_the_clock_starts_when_the_later_of_fee_and_permit_is_there() -> None:
    permitted = Standing().approved(1, fee_due=True).permitted(2, NOON)
    assert permitted.ready_at is None
    assert permitted.paid(NOON + timedelta(hours=1)).ready_at == NOON + timedelta(hours=1)
    assert permitted.paid(NOON - timedelta(hours=1)).ready_at == NOON
    assert Standing().approved(1, fee_due=False).permitted(2, NOON).ready_at == NOON


def test_an_extended_permit_neither_starts_the_clock_anew_nor_lifts_a_stop() -> None:
    standing = Standing().permitted(2, NOON).stopped(3).permitted(4, NOON + timedelta(days=20)).paid(NOON)
    assert standing.is_stopped
    assert standing.ready_at == NOON


def test_a_rejection_before_any_approval_ends_what_never_began() -> None:
    standing = Standing().ended(2)
    assert not standing.is_live
    assert due_action(Status.REQUESTED, standing.approved(1, fee_due=True)) is Action.REFUSE


def test_completed_works_recall_what_is_out_and_refuse_what_waits_whatever_else_is_heard() -> None:
    standing = Standing().approved(1, fee_due=True).completed(5).stopped(6).resumed(7)
    assert due_action(Status.ISSUED, standing) is Action.RECALL
    assert due_action(Status.SUSPENDED, standing) is Action.RECALL
    assert due_action(Status.MADE, standing) is Action.REFUSE
    assert due_action(Status.EXPIRED, standing) is None
    assert due_action(Status.RETURNED, standing) is None


@pytest.mark.parametrize(("before", "charged"), [(0, False), (2, False), (3, True), (4, True)])
def test_the_fourth_resident_pass_is_charged(before: int, charged: bool) -> None:
    assert is_beyond_quota(before) is charged


def test_a_limit_is_missed_only_after_its_moment() -> None:
    assert breach_of(NOON, NOON) is None
    assert breach_of(NOON, NOON + timedelta(microseconds=1)) == NOON
    assert breach_of(None, NOON) is None
