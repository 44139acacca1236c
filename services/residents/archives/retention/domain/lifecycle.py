"""A destruction's life as a table: list, appraisal, approval, witness, carried out. Source: handbook R-14."""

from collections.abc import Mapping
from enum import StrEnum

from shared.kernel.state_machine import StateMachine
from shared.kernel.text import Text


class Status(StrEnum):
    """Where a list stands."""

    PROPOSED = "proposed"
    APPRAISED = "appraised"
    APPROVED = "approved"
    WITNESSED = "witnessed"
    CARRIED_OUT = "carried_out"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Action(StrEnum):
    """What can be done with it."""

    APPRAISE = "appraise"
    APPROVE = "approve"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    WITNESS = "witness"
    CARRY_OUT = "carry_out"


TRANSITIONS: Mapping[tuple[Status, Action], Status] = {
    (Status.PROPOSED, Action.APPRAISE): Status.APPRAISED,
    (Status.PROPOSED, Action.REFUSE): Status.REFUSED,
    (Status.PROPOSED, Action.WITHDRAW): Status.WITHDRAWN,
    (Status.APPRAISED, Action.APPROVE): Status.APPROVED,
    (Status.APPRAISED, Action.REFUSE): Status.REFUSED,
    (Status.APPRAISED, Action.WITHDRAW): Status.WITHDRAWN,
    (Status.APPROVED, Action.WITNESS): Status.WITNESSED,
    (Status.APPROVED, Action.WITHDRAW): Status.WITHDRAWN,
    (Status.WITNESSED, Action.CARRY_OUT): Status.CARRIED_OUT,
    (Status.WITNESSED, Action.WITHDRAW): Status.WITHDRAWN,
}
STATUSES: Mapping[Status, Text] = {
    Status.PROPOSED: Text(zh="已列清单", en="Proposed"),
    Status.APPRAISED: Text(zh="已鉴定", en="Appraised"),
    Status.APPROVED: Text(zh="已批准", en="Approved"),
    Status.WITNESSED: Text(zh="监销人到场", en="Witnessed"),
    Status.CARRIED_OUT: Text(zh="已销毁", en="Carried out"),
    Status.REFUSED: Text(zh="不予批准", en="Refused"),
    Status.WITHDRAWN: Text(zh="已撤回", en="Withdrawn"),
}

LIFECYCLE = StateMachine("archive destruction", TRANSITIONS, STATUSES)


class Verdict(StrEnum):
    """What the appraisal says of a file on the list."""

    DESTROY = "destroy"
    KEEP = "keep"


VERDICTS: Mapping[Verdict, Text] = {
    Verdict.DESTROY: Text(zh="销毁", en="Destroy"),
    Verdict.KEEP: Text(zh="继续保存", en="Keep"),
}
