"""Quiet hours, pauses, channel order, and the message's life as a table. Source: handbook N-01, N-03, N-04."""

import random
from datetime import UTC, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest

from services.notifications.domain.delivery import (
    DELIVERY,
    TRANSITIONS,
    Action,
    Channel,
    Status,
    Urgency,
    channel_order,
    pause_after,
    send_time,
)
from shared.kernel.state_machine import IllegalTransition

SHANGHAI = ZoneInfo("Asia/Shanghai")


def local(hour: int, minute: int = 0, *, day: int = 22) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI).astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "sent"),
    [
        (local(7, 59), local(8)),
        (local(8), local(8)),
        (local(20, 59), local(20, 59)),
        (local(21), local(8, day=23)),
        (local(0, 30), local(8)),
    ],
)
def test_nobody_is_disturbed_between_nine_and_eight(now: datetime, sent: datetime) -> None:
    assert send_time(now, SHANGHAI, Urgency.NORMAL) == sent


def test_what_is_urgent_knows_no_quiet_hours() -> None:
    assert send_time(local(3), SHANGHAI, Urgency.URGENT) == local(3)


def test_pauses_double_with_jitter_up_to_half_and_end_at_ten_minutes() -> None:
    chance = random.Random(7)
    pauses = [pause_after(attempt, chance) for attempt in range(1, 12)]
    for attempt, pause in enumerate(pauses, start=1):
        plain = min(timedelta(seconds=5) * 2 ** (attempt - 1), timedelta(minutes=10))
        assert plain <= pause <= plain * 1.5


@pytest.mark.parametrize(
    ("wanted", "reachable", "order"),
    [
        (["email"], [Channel.EMAIL, Channel.IN_APP], [Channel.EMAIL]),
        ([], [Channel.EMAIL, Channel.IN_APP], [Channel.EMAIL]),
        (["sms"], [Channel.IN_APP], [Channel.IN_APP]),
        (["in_app"], [Channel.IN_APP], [Channel.IN_APP]),
    ],
)
def test_the_recipients_order_comes_first_and_in_app_is_for_who_has_nothing_else(
    wanted: list[str], reachable: list[Channel], order: list[Channel]
) -> None:
    assert channel_order(wanted, reachable) == order


@pytest.mark.parametrize(("status", "action"), list(product(Status, Action)))
def test_every_pair_of_state_and_action_is_decided(status: Status, action: Action) -> None:
    if (status, action) in TRANSITIONS:
        assert DELIVERY.next(status, action) is TRANSITIONS[status, action]
    else:
        with pytest.raises(IllegalTransition):
            DELIVERY.next(status, action)
