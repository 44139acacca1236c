"""Handbook R-30, R-31, R-35, R-36."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.residents.renovation.domain.lifecycle import LIFECYCLE, STATUSES, TRANSITIONS, WORKED_ON, Action, Status
from shared.kernel.state_machine import IllegalTransition

_HAS_PERMIT = {*WORKED_ON, Status.COMPLETED}
_ENDS = {Status.REJECTED, Status.WITHDRAWN, Status.COMPLETED}


@pytest.mark.parametrize(("status", "action"), list(itertools.product(Status, Action)))
def test_every_pair_is_a_move_of_the_table_or_refused(status: Status, action: Action) -> None:
    if (status, action) in TRANSITIONS:
        assert LIFECYCLE.next(status, action) == TRANSITIONS[status, action]
        return
    with pytest.raises(IllegalTransition) as refusal:
        LIFECYCLE.next(status, action)
    assert STATUSES[status].en in refusal.value.explain("en")


@given(st.lists(st.sampled_from(list(Action)), max_size=40))
def test_no_path_reaches_works_but_by_approval_and_then_by_the_permit(actions: list[Action]) -> None:
    status, taken = Status.DRAFTED, []
    for action in actions:
        try:
            status = LIFECYCLE.next(status, action)
        except IllegalTransition:
            continue
        taken.append(action)
        if status in _HAS_PERMIT:
            assert taken.index(Action.APPROVE) < taken.index(Action.PERMIT)


def test_the_permit_is_issued_from_the_approved_state_alone() -> None:
    assert [status for status in Status if (status, Action.PERMIT) in TRANSITIONS] == [Status.APPROVED]


@pytest.mark.parametrize("end", sorted(_ENDS))
def test_nothing_follows_an_end(end: Status) -> None:
    assert LIFECYCLE.actions(end) == []


def test_every_state_can_be_reached_and_has_a_name() -> None:
    assert {Status.DRAFTED, *TRANSITIONS.values()} == set(Status) == set(STATUSES)


def test_works_are_completed_from_their_inspection_alone_and_stopped_works_go_on_by_resumption_alone() -> None:
    assert [pair for pair, to in TRANSITIONS.items() if to is Status.COMPLETED] == [
        (Status.COMPLETION_INSPECTION, Action.COMPLETE)
    ]
    leaving = {
        action for (status, action), to in TRANSITIONS.items() if status is Status.SUSPENDED and to is not status
    }
    assert leaving == {Action.RESUME}
