"""A change of holder as a table. Source: handbook R-07."""

from collections.abc import Mapping
from enum import StrEnum

from shared.kernel.state_machine import StateMachine
from shared.kernel.text import Text


class Status(StrEnum):
    """Where it stands. Ready is no status: facts are live, and what was clear yesterday may be open today."""

    OPENED = "opened"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Action(StrEnum):
    """What can be done with it."""

    CHANGE = "change"
    RECORD_READINGS = "record_readings"
    CONFIRM = "confirm"
    WAIVE = "waive"
    CLOSE = "close"
    CANCEL = "cancel"


TRANSITIONS: Mapping[tuple[Status, Action], Status] = {
    (Status.OPENED, Action.CHANGE): Status.OPENED,
    (Status.OPENED, Action.RECORD_READINGS): Status.OPENED,
    (Status.OPENED, Action.CONFIRM): Status.OPENED,
    (Status.OPENED, Action.WAIVE): Status.OPENED,
    (Status.OPENED, Action.CLOSE): Status.CLOSED,
    (Status.OPENED, Action.CANCEL): Status.CANCELLED,
}

TRANSFER_STATUSES: Mapping[Status, Text] = {
    Status.OPENED: Text(zh="办理中", en="Open"),
    Status.CLOSED: Text(zh="已办结", en="Closed"),
    Status.CANCELLED: Text(zh="已取消", en="Cancelled"),
}

LIFECYCLE = StateMachine("transfer", TRANSITIONS, TRANSFER_STATUSES)
