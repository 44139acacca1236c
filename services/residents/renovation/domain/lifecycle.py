"""A renovation's life as a table, from the draft to the deposit's release. Source: handbook R-30 to R-36."""

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
    COMPLETION_INSPECTION = "completion_inspection"
    COMPLETED = "completed"
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
    EXTEND = "extend"
    RECORD_VIOLATION = "record_violation"
    REQUEST_COMPLETION = "request_completion"
    PASS_INSPECTION = "pass_inspection"  # noqa: S105 - an inspection
    FAIL_INSPECTION = "fail_inspection"
    COMPLETE = "complete"


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
    (Status.APPROVED, Action.WITHDRAW): Status.WITHDRAWN,
    (Status.PERMITTED, Action.START): Status.IN_PROGRESS,
    (Status.PERMITTED, Action.SUSPEND): Status.SUSPENDED,
    (Status.PERMITTED, Action.EXTEND): Status.PERMITTED,
    (Status.PERMITTED, Action.RECORD_VIOLATION): Status.PERMITTED,
    (Status.PERMITTED, Action.REQUEST_COMPLETION): Status.COMPLETION_INSPECTION,
    (Status.IN_PROGRESS, Action.SUSPEND): Status.SUSPENDED,
    (Status.IN_PROGRESS, Action.EXTEND): Status.IN_PROGRESS,
    (Status.IN_PROGRESS, Action.RECORD_VIOLATION): Status.IN_PROGRESS,
    (Status.IN_PROGRESS, Action.REQUEST_COMPLETION): Status.COMPLETION_INSPECTION,
    (Status.SUSPENDED, Action.RESUME): Status.IN_PROGRESS,
    (Status.SUSPENDED, Action.EXTEND): Status.SUSPENDED,
    (Status.SUSPENDED, Action.RECORD_VIOLATION): Status.SUSPENDED,
    (Status.COMPLETION_INSPECTION, Action.SUSPEND): Status.SUSPENDED,
    (Status.COMPLETION_INSPECTION, Action.RECORD_VIOLATION): Status.COMPLETION_INSPECTION,
    (Status.COMPLETION_INSPECTION, Action.PASS_INSPECTION): Status.COMPLETION_INSPECTION,
    (Status.COMPLETION_INSPECTION, Action.FAIL_INSPECTION): Status.IN_PROGRESS,
    (Status.COMPLETION_INSPECTION, Action.COMPLETE): Status.COMPLETED,
}

WORKED_ON = (Status.PERMITTED, Status.IN_PROGRESS, Status.SUSPENDED, Status.COMPLETION_INSPECTION)
"""A permit was issued and the works are not completed."""

STATUSES: Mapping[Status, Text] = {
    Status.DRAFTED: Text(zh="草稿", en="Drafted"),
    Status.SUBMITTED: Text(zh="已提交", en="Submitted"),
    Status.UNDER_REVIEW: Text(zh="审核中", en="Under review"),
    Status.REVISION_ASKED: Text(zh="要求修改", en="Revision asked"),
    Status.APPROVED: Text(zh="已批准，待缴费", en="Approved, to be paid"),
    Status.PERMITTED: Text(zh="已发施工许可证", en="Permitted"),
    Status.IN_PROGRESS: Text(zh="施工中", en="In progress"),
    Status.SUSPENDED: Text(zh="已停工", en="Suspended"),
    Status.COMPLETION_INSPECTION: Text(zh="竣工验收中", en="Completion inspection"),
    Status.COMPLETED: Text(zh="已竣工", en="Completed"),
    Status.REJECTED: Text(zh="不予批准", en="Rejected"),
    Status.WITHDRAWN: Text(zh="已撤回", en="Withdrawn"),
}

LIFECYCLE = StateMachine("renovation", TRANSITIONS, STATUSES)
