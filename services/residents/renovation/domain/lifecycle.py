"""A renovation's life as a table, up to its suspension. Source: handbook R-30, R-31, R-35."""

from collections.abc import Mapping
from enum import StrEnum

from shared.kernel.state_machine import StateMachine
from shared.kernel.text import Text


class Status(StrEnum):
    """Where an application stands."""

    DRAFTED = "drafted"
    SUBMITTED = "submitted"
    UNDER_REVIEW = "under_review"
    REVISION_ASKED = "revision_asked"
    APPROVED = "approved"
    PERMITTED = "permitted"
    IN_PROGRESS = "in_progress"
    SUSPENDED = "suspended"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class Action(StrEnum):
    """What can be done with it; `permit` is done by the payment alone (R-31)."""

    REVISE = "revise"
    HAND_IN_PAPER = "hand_in_paper"
    SUBMIT = "submit"
    START_REVIEW = "start_review"
    REVIEW_PLAN = "review_plan"
    ASK_REVISION = "ask_revision"
    APPROVE = "approve"
    REJECT = "reject"
    WITHDRAW = "withdraw"
    PERMIT = "permit"
    START = "start"
    SUSPEND = "suspend"
    RESUME = "resume"


TRANSITIONS: Mapping[tuple[Status, Action], Status] = {
    (Status.DRAFTED, Action.REVISE): Status.DRAFTED,
    (Status.DRAFTED, Action.HAND_IN_PAPER): Status.DRAFTED,
    (Status.DRAFTED, Action.SUBMIT): Status.SUBMITTED,
    (Status.DRAFTED, Action.WITHDRAW): Status.WITHDRAWN,
    (Status.SUBMITTED, Action.HAND_IN_PAPER): Status.SUBMITTED,
    (Status.SUBMITTED, Action.START_REVIEW): Status.UNDER_REVIEW,
    (Status.SUBMITTED, Action.WITHDRAW): Status.WITHDRAWN,
    (Status.UNDER_REVIEW, Action.HAND_IN_PAPER): Status.UNDER_REVIEW,
    (Status.UNDER_REVIEW, Action.REVIEW_PLAN): Status.UNDER_REVIEW,
    (Status.UNDER_REVIEW, Action.ASK_REVISION): Status.REVISION_ASKED,
    (Status.UNDER_REVIEW, Action.APPROVE): Status.APPROVED,
    (Status.UNDER_REVIEW, Action.REJECT): Status.REJECTED,
    (Status.UNDER_REVIEW, Action.WITHDRAW): Status.WITHDRAWN,
    (Status.REVISION_ASKED, Action.REVISE): Status.REVISION_ASKED,
    (Status.REVISION_ASKED, Action.HAND_IN_PAPER): Status.REVISION_ASKED,
    (Status.REVISION_ASKED, Action.SUBMIT): Status.SUBMITTED,
    (Status.REVISION_ASKED, Action.WITHDRAW): Status.WITHDRAWN,
    (Status.APPROVED, Action.PERMIT): Status.PERMITTED,
    (Status.PERMITTED, Action.START): Status.IN_PROGRESS,
    (Status.PERMITTED, Action.SUSPEND): Status.SUSPENDED,
    (Status.IN_PROGRESS, Action.SUSPEND): Status.SUSPENDED,
    (Status.SUSPENDED, Action.RESUME): Status.IN_PROGRESS,
}

STATUSES: Mapping[Status, Text] = {
    Status.DRAFTED: Text(zh="草稿", en="Drafted"),
    Status.SUBMITTED: Text(zh="已提交", en="Submitted"),
    Status.UNDER_REVIEW: Text(zh="审核中", en="Under review"),
    Status.REVISION_ASKED: Text(zh="要求修改", en="Revision asked"),
    Status.APPROVED: Text(zh="已批准，待缴费", en="Approved, to be paid"),
    Status.PERMITTED: Text(zh="已发施工许可证", en="Permitted"),
    Status.IN_PROGRESS: Text(zh="施工中", en="In progress"),
    Status.SUSPENDED: Text(zh="已停工", en="Suspended"),
    Status.REJECTED: Text(zh="不予批准", en="Rejected"),
    Status.WITHDRAWN: Text(zh="已撤回", en="Withdrawn"),
}

LIFECYCLE = StateMachine("renovation", TRANSITIONS, STATUSES)
