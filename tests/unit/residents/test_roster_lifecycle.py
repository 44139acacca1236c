"""Handbook R-08."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.residents.roster.domain.lifecycle import AT_WORK, LIFECYCLE, STATUSES, TRANSITIONS, Action, Status
from shared.kernel.state_machine import IllegalTransition


@pytest.mark.parametrize(("status", "action"), list(itertools.product(Status, Action)))
def test_every_pair_is_a_move_of_the_table_or_refused(status: Status, action: Action) -> None:
    if (status, action) in TRANSITIONS:
        assert LIFECYCLE.next(status, action) == TRANSITIONS[status, action]
        return
    with pytest.raises(IllegalTransition):
        LIFECYCLE.next(status, action)


@given(st.lists(st.sampled_from(list(Action)), max_size=40))
def test_nothing_is_written_unchecked_or_unasked_and_nothing_twice(actions: list[Action]) -> None:
    status, taken = Status.UPLOADED, []
    for action in actions:
        try:
            status = LIFECYCLE.next(status, action)
        except IllegalTransition:
            continue
        taken.append(action)
    if status in {Status.APPLYING, Status.APPLIED, Status.UNDOING, Status.UNDONE}:
        assert taken.index(Action.FINISH_CHECK) < taken.index(Action.APPLY)
        assert taken.count(Action.APPLY) == 1
    assert taken.count(Action.UNDO) <= 1
    assert Action.UNDO not in taken or taken.index(Action.FINISH_APPLY) < taken.index(Action.UNDO)


def test_every_state_at_work_can_be_left_and_every_state_has_a_name() -> None:
    assert all(LIFECYCLE.actions(status) for status in AT_WORK)
    assert STATUSES.keys() == set(Status)
