"""A pass's life as tables, one per kind. Source: handbook A-30, A-31, A-32."""

from collections.abc import Mapping
from enum import StrEnum

from shared.kernel.state_machine import StateMachine


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
    REFUSED = "refused"


class Action(StrEnum):
    """What happens to it. It begins with `open`.

    `admit`, `suspend`, `resume`, `expire`, `extend` come by events and timers.
    """

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


WAITING = (Status.REQUESTED, Status.IN_REVIEW, Status.REVIEWED, Status.STAMPED, Status.MADE)
LIVE = (Status.ISSUED, Status.SUSPENDED)
BY_PEOPLE = frozenset(Action) - {Action.ADMIT, Action.SUSPEND, Action.RESUME, Action.EXPIRE, Action.EXTEND}

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
    # The permit was extended after its last day: the card is still in the worker's hands.
    (Status.EXPIRED, Action.EXTEND): Status.ISSUED,
    **_HANDED_OUT,
}

LIFECYCLES: Mapping[Kind, StateMachine[Status, Action]] = {
    Kind.RESIDENT: StateMachine("resident pass", DESK_TRANSITIONS),
    Kind.WORKER: StateMachine("worker pass", WORKER_TRANSITIONS),
    Kind.TEMPORARY: StateMachine("temporary pass", DESK_TRANSITIONS),
}


def possible(kind: Kind, status: Status) -> list[str]:
    """What people may do next with a pass of this kind."""
    return [action for action in LIFECYCLES[kind].actions(status) if action in BY_PEOPLE]
