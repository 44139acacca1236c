"""An inventory check's life as a table, and what is found. Source: handbook R-13."""

from collections.abc import Mapping
from enum import StrEnum

from shared.kernel.state_machine import StateMachine
from shared.kernel.text import Text


class Status(StrEnum):
    """Where a check stands."""

    OPEN = "open"
    FINISHED = "finished"
    CANCELLED = "cancelled"


class Action(StrEnum):
    """What can be done with it."""

    RECORD = "record"
    FINISH = "finish"
    CANCEL = "cancel"


TRANSITIONS: Mapping[tuple[Status, Action], Status] = {
    (Status.OPEN, Action.RECORD): Status.OPEN,
    (Status.OPEN, Action.FINISH): Status.FINISHED,
    (Status.OPEN, Action.CANCEL): Status.CANCELLED,
}
STATUSES: Mapping[Status, Text] = {
    Status.OPEN: Text(zh="进行中", en="Open"),
    Status.FINISHED: Text(zh="已完成", en="Finished"),
    Status.CANCELLED: Text(zh="已取消", en="Cancelled"),
}

LIFECYCLE = StateMachine("inventory check", TRANSITIONS, STATUSES)


class Finding(StrEnum):
    """How the file was found."""

    PRESENT = "present"
    MISSING = "missing"
    DAMAGED = "damaged"


FINDINGS: Mapping[Finding, Text] = {
    Finding.PRESENT: Text(zh="完好", en="Present"),
    Finding.MISSING: Text(zh="缺失", en="Missing"),
    Finding.DAMAGED: Text(zh="损坏", en="Damaged"),
}
