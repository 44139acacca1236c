"""A loan's life as a table. Source: handbook R-12."""

from collections.abc import Mapping
from enum import StrEnum

from shared.kernel.state_machine import StateMachine
from shared.kernel.text import Text


class Status(StrEnum):
    """Where a request stands. Overdue is no status: it is handed out past its day."""

    REQUESTED = "requested"
    APPROVED = "approved"
    HANDED_OUT = "handed_out"
    RETURNED = "returned"
    COPIED = "copied"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Action(StrEnum):
    """What can be done with it."""

    APPROVE = "approve"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    HAND_OUT = "hand_out"
    HAND_OVER_COPY = "hand_over_copy"
    RETURN = "return"


TRANSITIONS: Mapping[tuple[Status, Action], Status] = {
    (Status.REQUESTED, Action.APPROVE): Status.APPROVED,
    (Status.REQUESTED, Action.REFUSE): Status.REFUSED,
    (Status.REQUESTED, Action.WITHDRAW): Status.WITHDRAWN,
    (Status.APPROVED, Action.WITHDRAW): Status.WITHDRAWN,
    (Status.APPROVED, Action.HAND_OUT): Status.HANDED_OUT,
    (Status.APPROVED, Action.HAND_OVER_COPY): Status.COPIED,
    (Status.HANDED_OUT, Action.RETURN): Status.RETURNED,
}
STATUSES: Mapping[Status, Text] = {
    Status.REQUESTED: Text(zh="已申请", en="Requested"),
    Status.APPROVED: Text(zh="已批准", en="Approved"),
    Status.HANDED_OUT: Text(zh="借出中", en="Handed out"),
    Status.RETURNED: Text(zh="已归还", en="Returned"),
    Status.COPIED: Text(zh="已提供复印件", en="Copied"),
    Status.REFUSED: Text(zh="不予批准", en="Refused"),
    Status.WITHDRAWN: Text(zh="已撤回", en="Withdrawn"),
}

LIFECYCLE = StateMachine("archive loan", TRANSITIONS, STATUSES)
OPEN = frozenset({Status.REQUESTED, Status.APPROVED, Status.HANDED_OUT})
