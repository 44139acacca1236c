"""A pass's life as tables, one per kind. Source: handbook A-30, A-31, A-32."""

from collections.abc import Mapping
from enum import StrEnum

from shared.kernel.state_machine import StateMachine
from shared.kernel.text import Text


class Kind(StrEnum):
    """What sort of pass it is."""

    RESIDENT = "resident"
    WORKER = "worker"
    TEMPORARY = "temporary"


class Status(StrEnum):
    """Where a pass stands. `requested` waits for others (fee, permit); `in_review` to `made` wait for us."""

    REQUESTED = "requested"
    IN_REVIEW = "in_review"
    REVIEWED = "reviewed"
    STAMPED = "stamped"
    MADE = "made"
    ISSUED = "issued"
    SUSPENDED = "suspended"
    RETURNED = "returned"
    EXPIRED = "expired"
    LOST = "lost"
    REVOKED = "revoked"
    RECALLED = "recalled"
    REFUSED = "refused"


class Action(StrEnum):
    """What happens to it. It begins with `open`; what no person does comes by events and timers."""

    OPEN = "open"
    ADMIT = "admit"
    APPROVE = "approve"
    REFUSE = "refuse"
    STAMP = "stamp"
    MAKE = "make"
    ISSUE = "issue"
    SUSPEND = "suspend"
    RESUME = "resume"
    RETURN = "return"
    EXPIRE = "expire"
    EXTEND = "extend"
    REPORT_LOST = "report_lost"
    REVOKE = "revoke"
    RECALL = "recall"


WAITING = (Status.REQUESTED, Status.IN_REVIEW, Status.REVIEWED, Status.STAMPED, Status.MADE)
LIVE = (Status.ISSUED, Status.SUSPENDED)
BY_PEOPLE = frozenset(Action) - {
    Action.ADMIT,
    Action.SUSPEND,
    Action.RESUME,
    Action.EXPIRE,
    Action.EXTEND,
    Action.RECALL,
}

_HANDED_OUT: Mapping[tuple[Status, Action], Status] = {
    (Status.ISSUED, Action.RETURN): Status.RETURNED,
    (Status.ISSUED, Action.EXPIRE): Status.EXPIRED,
    (Status.ISSUED, Action.REPORT_LOST): Status.LOST,
    (Status.ISSUED, Action.REVOKE): Status.REVOKED,
    # The card itself still comes back, or is found.
    (Status.EXPIRED, Action.RETURN): Status.RETURNED,
    (Status.EXPIRED, Action.REPORT_LOST): Status.LOST,
    (Status.REVOKED, Action.RETURN): Status.RETURNED,
    (Status.LOST, Action.RETURN): Status.RETURNED,
}

DESK_TRANSITIONS: Mapping[tuple[Status, Action], Status] = {
    (Status.REQUESTED, Action.ISSUE): Status.ISSUED,
    (Status.REQUESTED, Action.REFUSE): Status.REFUSED,
    **_HANDED_OUT,
}

WORKER_TRANSITIONS: Mapping[tuple[Status, Action], Status] = {
    (Status.REQUESTED, Action.ADMIT): Status.IN_REVIEW,
    (Status.REQUESTED, Action.REFUSE): Status.REFUSED,
    (Status.IN_REVIEW, Action.APPROVE): Status.REVIEWED,
    (Status.IN_REVIEW, Action.REFUSE): Status.REFUSED,
    (Status.REVIEWED, Action.STAMP): Status.STAMPED,
    (Status.REVIEWED, Action.REFUSE): Status.REFUSED,
    (Status.STAMPED, Action.MAKE): Status.MADE,
    (Status.STAMPED, Action.REFUSE): Status.REFUSED,
    (Status.MADE, Action.ISSUE): Status.ISSUED,
    (Status.MADE, Action.REFUSE): Status.REFUSED,
    (Status.ISSUED, Action.SUSPEND): Status.SUSPENDED,
    (Status.SUSPENDED, Action.RESUME): Status.ISSUED,
    (Status.SUSPENDED, Action.RETURN): Status.RETURNED,
    (Status.SUSPENDED, Action.EXPIRE): Status.EXPIRED,
    (Status.SUSPENDED, Action.REPORT_LOST): Status.LOST,
    (Status.SUSPENDED, Action.REVOKE): Status.REVOKED,
    # The works are over: it opens nothing, and is still to be handed back.
    (Status.ISSUED, Action.RECALL): Status.RECALLED,
    (Status.SUSPENDED, Action.RECALL): Status.RECALLED,
    (Status.RECALLED, Action.RETURN): Status.RETURNED,
    (Status.RECALLED, Action.REPORT_LOST): Status.LOST,
    # The permit was extended after its last day: the card is still in the worker's hands.
    (Status.EXPIRED, Action.EXTEND): Status.ISSUED,
    **_HANDED_OUT,
}

STATUSES: Mapping[Status, Text] = {
    Status.REQUESTED: Text(zh="已申请", en="Requested"),
    Status.IN_REVIEW: Text(zh="安管审核中", en="In security review"),
    Status.REVIEWED: Text(zh="已审核，待盖章", en="Reviewed, to be stamped"),
    Status.STAMPED: Text(zh="已盖章，待制证", en="Stamped, to be made"),
    Status.MADE: Text(zh="已制证，待领取", en="Made, to be issued"),
    Status.ISSUED: Text(zh="已发放", en="Issued"),
    Status.SUSPENDED: Text(zh="已暂停", en="Suspended"),
    Status.RETURNED: Text(zh="已收回", en="Returned"),
    Status.EXPIRED: Text(zh="已过期", en="Expired"),
    Status.LOST: Text(zh="已挂失", en="Lost"),
    Status.REVOKED: Text(zh="已作废", en="Revoked"),
    Status.RECALLED: Text(zh="待交回", en="Recalled"),
    Status.REFUSED: Text(zh="未通过", en="Refused"),
}

LIFECYCLES: Mapping[Kind, StateMachine[Status, Action]] = {
    Kind.RESIDENT: StateMachine("resident pass", DESK_TRANSITIONS, STATUSES),
    Kind.WORKER: StateMachine("worker pass", WORKER_TRANSITIONS, STATUSES),
    Kind.TEMPORARY: StateMachine("temporary pass", DESK_TRANSITIONS, STATUSES),
}


def possible(kind: Kind, status: Status) -> list[str]:
    """What people may do next with a pass of this kind."""
    return [action for action in LIFECYCLES[kind].actions(status) if action in BY_PEOPLE]
