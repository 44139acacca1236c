"""A promise's life and whose authority it needs. Source: handbook T-15, T-27."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.tickets.domain.duties import Standing
from services.tickets.promises.domain.errors import PromisePast, PromiseTooFar
from services.tickets.promises.domain.promising import (
    PROMISE_STATUSES,
    PROMISES,
    TOLD_BEFORE,
    TRANSITIONS,
    UNSETTLED,
    PromiseAction,
    PromiseKind,
    PromiseStatus,
    check_due,
    move,
    needs_approval,
    pass_time,
    wake_time,
)
from shared.kernel.state_machine import IllegalTransition

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
THREE = NOW + timedelta(hours=5)


@dataclass
class Said:
    status: str = PromiseStatus.OPEN
    due_at: datetime = THREE
    wake_at: datetime | None = THREE - TOLD_BEFORE
    broken_at: datetime | None = None


@pytest.mark.parametrize(("status", "action"), list(product(PromiseStatus, PromiseAction)))
def test_every_pair_moves_as_the_table_says_or_is_refused(status: PromiseStatus, action: PromiseAction) -> None:
    said = Said(status)
    if (status, action) in TRANSITIONS:
        move(said, action)
        assert said.status is TRANSITIONS[status, action]
        assert said.wake_at == wake_time(TRANSITIONS[status, action], THREE)
    else:
        with pytest.raises(IllegalTransition) as caught:
            move(said, action)
        assert caught.value.params["status"] == PROMISE_STATUSES[status]
        assert said.status is status


def test_kept_and_cancelled_are_the_end() -> None:
    ends = {status for status in PromiseStatus if not PROMISES.actions(status)}
    assert ends == {PromiseStatus.KEPT, PromiseStatus.CANCELLED}


@pytest.mark.parametrize(
    ("minutes", "done", "status"),
    [
        (-16, [], PromiseStatus.OPEN),
        (-15, [], PromiseStatus.OPEN),
        (-14, [PromiseAction.FALL_DUE], PromiseStatus.DUE),
        (0, [PromiseAction.FALL_DUE], PromiseStatus.DUE),
        (1, [PromiseAction.FALL_DUE, PromiseAction.BREAK], PromiseStatus.BROKEN),
        (9999, [PromiseAction.FALL_DUE, PromiseAction.BREAK], PromiseStatus.BROKEN),
    ],
)
def test_due_now_is_in_time_and_a_sleeping_timer_tells_both(
    minutes: int, done: list[PromiseAction], status: PromiseStatus
) -> None:
    said = Said()
    assert pass_time(said, THREE + timedelta(minutes=minutes)) == done
    assert said.status is status
    assert said.broken_at == (THREE if status is PromiseStatus.BROKEN else None)


@given(st.lists(st.integers(-60, 60), max_size=8))
def test_however_often_the_timer_looks_each_is_told_once(looks: list[int]) -> None:
    said = Said()
    told = [done for minutes in sorted(looks) for done in pass_time(said, THREE + timedelta(minutes=minutes))]
    last = max(looks, default=-60)
    expected = [PromiseAction.FALL_DUE] * (last > -15) + [PromiseAction.BREAK] * (last > 0)
    assert told == expected
    assert said.wake_at is None or said.wake_at >= THREE + timedelta(minutes=last)


@pytest.mark.parametrize("status", [it for it in PromiseStatus if it not in UNSETTLED])
def test_time_does_nothing_to_what_waits_for_approval_or_is_settled(status: PromiseStatus) -> None:
    said = Said(status)
    assert pass_time(said, THREE + timedelta(days=9)) == []
    assert wake_time(status, THREE) is None


@pytest.mark.parametrize(
    ("kind", "role", "needed"),
    [
        (PromiseKind.CALL_BACK, "front_desk", False),
        (PromiseKind.VISIT, "technician", False),
        (PromiseKind.ANSWER, "service_assistant", False),
        (PromiseKind.OTHER, "front_desk", False),
        (PromiseKind.TIME, "front_desk", True),
        (PromiseKind.TIME, "service_assistant", True),
        (PromiseKind.TIME, "service_lead", False),
        (PromiseKind.TIME, "manager", False),
        (PromiseKind.COMPENSATION, "front_desk", True),
        (PromiseKind.COMPENSATION, "service_lead", True),
        (PromiseKind.COMPENSATION, "manager", True),
    ],
)
def test_nobody_promises_beyond_their_authority(kind: PromiseKind, role: str, *, needed: bool) -> None:
    assert needs_approval(kind, Standing("a", {role})) is needed


def test_nothing_is_promised_for_the_past_or_for_another_life() -> None:
    check_due(NOW, NOW)
    with pytest.raises(PromisePast):
        check_due(NOW - timedelta(seconds=1), NOW)
    with pytest.raises(PromiseTooFar):
        check_due(NOW + timedelta(days=367), NOW)
