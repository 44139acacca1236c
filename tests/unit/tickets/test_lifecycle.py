"""The table of a ticket's life, walked whole. Source: handbook flows 1, T-09, T-11, T-15."""

from itertools import product

import pytest

from services.tickets.follow_ups.domain.visits import FOLLOW_UPS, WAITING, FollowUpStatus, Move
from services.tickets.follow_ups.domain.visits import TRANSITIONS as VISIT_MOVES
from services.tickets.requests.domain.intake import Category
from services.tickets.requests.domain.lifecycle import (
    LIFECYCLE,
    STATUSES,
    TRANSITIONS,
    UNCLOSED,
    UNSETTLED,
    Action,
    Status,
    actions_of,
)
from shared.kernel.state_machine import IllegalTransition


@pytest.mark.parametrize(("status", "action"), list(product(Status, Action)))
def test_every_pair_moves_as_the_table_says_or_is_refused(status: Status, action: Action) -> None:
    if (status, action) in TRANSITIONS:
        assert LIFECYCLE.next(status, action) is TRANSITIONS[status, action]
        assert action in LIFECYCLE.actions(status)
    else:
        with pytest.raises(IllegalTransition) as caught:
            LIFECYCLE.next(status, action)
        assert caught.value.params["status"] == STATUSES[status]
        assert action not in LIFECYCLE.actions(status)


@pytest.mark.parametrize(("status", "move"), list(product(FollowUpStatus, Move)))
def test_every_pair_of_a_visit_too(status: FollowUpStatus, move: Move) -> None:
    if (status, move) in VISIT_MOVES:
        assert FOLLOW_UPS.next(status, move) is VISIT_MOVES[status, move]
    else:
        with pytest.raises(IllegalTransition):
            FOLLOW_UPS.next(status, move)


def test_closed_is_the_end_and_everything_else_leads_there() -> None:
    assert LIFECYCLE.actions(Status.CLOSED) == []
    for start in UNCLOSED:
        reached, edge = {start}, [start]
        while edge:
            at = edge.pop()
            for (status, _), to in TRANSITIONS.items():
                if status is at and to not in reached:
                    reached.add(to)
                    edge.append(to)
        assert Status.CLOSED in reached


def test_a_visit_ends_for_good() -> None:
    assert {status for status, _ in VISIT_MOVES} == set(WAITING)


def test_an_open_quote_is_decided_before_work_is_completed() -> None:
    assert (Status.QUOTED, Action.COMPLETE) not in TRANSITIONS


@pytest.mark.parametrize("category", Category)
def test_work_at_home_is_not_offered_for_completion_before_arrival(category: Category) -> None:
    at_home = category in {Category.REPAIR, Category.SPECIAL_SERVICE}
    assert (Action.COMPLETE in actions_of(Status.ACCEPTED, category, is_paused=False)) is not at_home


@pytest.mark.parametrize("status", Status)
def test_a_ticket_is_offered_to_be_paused_or_to_be_resumed(status: Status) -> None:
    offers = [
        {Action.PAUSE, Action.RESUME}.intersection(actions_of(status, Category.REPAIR, is_paused=is_paused))
        for is_paused in (False, True)
    ]
    assert offers == ([{Action.PAUSE}, {Action.RESUME}] if status in UNSETTLED else [set(), set()])
