"""The tables of a pass's life, every pair walked. Source: handbook A-30, A-31, A-32."""

import itertools

import pytest

from services.access.domain.gate import Decision, Reason
from services.access.domain.labels import ACTIONS, DECISIONS, GUARD_WORDS, KINDS, REASONS
from services.access.domain.lifecycle import (
    DESK_TRANSITIONS,
    LIFECYCLES,
    STATUSES,
    WORKER_TRANSITIONS,
    Action,
    Kind,
    Status,
    possible,
)
from shared.kernel.state_machine import IllegalTransition

TABLES = {Kind.WORKER: WORKER_TRANSITIONS, Kind.RESIDENT: DESK_TRANSITIONS, Kind.TEMPORARY: DESK_TRANSITIONS}


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize(("status", "action"), list(itertools.product(Status, Action)))
def test_every_pair_leads_where_the_table_says_or_is_refused(kind: Kind, status: Status, action: Action) -> None:
    wanted = TABLES[kind].get((status, action))
    if wanted is not None:
        assert LIFECYCLES[kind].next(status, action) is wanted
        return
    with pytest.raises(IllegalTransition) as refusal:
        LIFECYCLES[kind].next(status, action)
    assert refusal.value.explain("zh-CN")


def test_a_worker_pass_takes_every_stage_in_order_and_can_skip_none() -> None:
    stages = [Action.ADMIT, Action.APPROVE, Action.STAMP, Action.MAKE, Action.ISSUE]
    status = Status.REQUESTED
    for position, action in enumerate(stages):
        for later in stages[position + 1 :]:
            assert (status, later) not in WORKER_TRANSITIONS
        status = LIFECYCLES[Kind.WORKER].next(status, action)
    assert status is Status.ISSUED


def test_every_state_of_a_worker_pass_can_be_reached() -> None:
    assert set(WORKER_TRANSITIONS.values()) | {Status.REQUESTED} == set(Status)


@pytest.mark.parametrize("kind", list(Kind))
def test_what_was_returned_or_refused_stays_so(kind: Kind) -> None:
    assert possible(kind, Status.RETURNED) == []
    assert possible(kind, Status.REFUSED) == []


def test_people_are_offered_only_what_people_do() -> None:
    assert possible(Kind.WORKER, Status.REQUESTED) == ["refuse"]
    assert possible(Kind.WORKER, Status.IN_REVIEW) == ["approve", "refuse"]
    assert possible(Kind.WORKER, Status.ISSUED) == ["return", "report_lost", "revoke"]
    assert possible(Kind.RESIDENT, Status.REQUESTED) == ["issue", "refuse"]


def test_every_value_has_its_words() -> None:
    assert set(KINDS) == set(Kind)
    assert set(STATUSES) == set(Status)
    assert set(ACTIONS) == set(Action)
    assert set(DECISIONS) == set(Decision)
    assert set(REASONS) == set(Reason)
    assert set(GUARD_WORDS) == set(Reason)
