"""A message's way: queued, sent, delivered or failed, with the next channel and at last a phone call. Source: N-04."""

import random
from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from shared.kernel.state_machine import StateMachine


class Status(StrEnum):
    """Where a message stands; in-app messages are delivered at once, `failed` ones have become a call by the desk.

    `withdrawn`: its household left before it was sent (R-07); nobody is told or called any more.
    """

    QUEUED = "queued"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


class Action(StrEnum):
    """What happens to it."""

    HAND_OVER = "hand_over"
    RETRY = "retry"
    GIVE_UP = "give_up"
    WITHDRAW = "withdraw"


TRANSITIONS: Mapping[tuple[Status, Action], Status] = {
    (Status.QUEUED, Action.HAND_OVER): Status.SENT,
    (Status.QUEUED, Action.RETRY): Status.QUEUED,
    (Status.QUEUED, Action.GIVE_UP): Status.FAILED,
    (Status.QUEUED, Action.WITHDRAW): Status.WITHDRAWN,
}

DELIVERY = StateMachine("message", TRANSITIONS)


class Channel(StrEnum):
    """How a message travels. `in_app` needs no provider: it is delivered when it is stored."""

    IN_APP = "in_app"
    EMAIL = "email"


class Urgency(StrEnum):
    """Urgent messages know no quiet hours. Source: handbook N-03."""

    NORMAL = "normal"
    URGENT = "urgent"


ATTEMPTS_PER_CHANNEL = 4
_FIRST_PAUSE = timedelta(seconds=5)
_LONGEST_PAUSE = timedelta(minutes=10)
QUIET_FROM = time(21, 0)
QUIET_UNTIL = time(8, 0)


def pause_after(attempt: int, chance: random.Random) -> timedelta:
    """How long to wait after the `attempt`-th failure: doubled each time, with jitter up to half. Source: N-04."""
    pause: timedelta = min(_FIRST_PAUSE * (1 << (attempt - 1)), _LONGEST_PAUSE)
    return pause * (1 + chance.random() / 2)


def send_time(now: datetime, zone: ZoneInfo, urgency: Urgency) -> datetime:
    """`now`, or the end of the quiet hours 21:00–08:00 of the recipient's community. Source: handbook N-03."""
    local = now.astimezone(zone)
    if urgency is Urgency.URGENT or QUIET_UNTIL <= local.time() < QUIET_FROM:
        return now
    day = local.date() if local.time() < QUIET_UNTIL else local.date() + timedelta(days=1)
    return datetime.combine(day, QUIET_UNTIL, tzinfo=zone).astimezone(now.tzinfo)


def channel_order(wanted: Sequence[str], reachable: Sequence[Channel]) -> list[Channel]:
    """The recipient's own order first, then what else reaches them; else in-app. Source: N-01, N-03."""
    chosen = [channel for name in wanted for channel in reachable if channel.value == name]
    order = dict.fromkeys([*chosen, *reachable])
    return [channel for channel in order if channel is not Channel.IN_APP] or [Channel.IN_APP]
