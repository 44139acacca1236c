"""A corrective and preventive action's life as a table. Source: handbook T-21."""

from collections.abc import Mapping
from enum import StrEnum

from shared.kernel.state_machine import StateMachine
from shared.kernel.text import Text


class Status(StrEnum):
    """Where a record stands."""

    OPENED = "opened"
    ANALYSED = "analysed"
    PLANNED = "planned"
    CHECKED = "checked"
    APPROVED = "approved"
    DONE = "done"
    VERIFIED = "verified"


class Action(StrEnum):
    """What can be done with it; `fail` is a verification that found the matter not cured: the work begins again."""

    ANALYSE = "analyse"
    PLAN = "plan"
    CHECK = "check"
    APPROVE = "approve"
    SEND_BACK = "send_back"
    COMPLETE = "complete"
    VERIFY = "verify"
    FAIL = "fail"
    LINK = "link"


class Origin(StrEnum):
    """Who or what opened it (T-21, T-23)."""

    REPETITION = "repetition"
    BY_HAND = "by_hand"
    SURVEY = "survey"


UNVERIFIED = tuple(status for status in Status if status is not Status.VERIFIED)
UNDER_A_DEADLINE = (Status.PLANNED, Status.CHECKED, Status.APPROVED)
"""A plan has a deadline; it is kept when the work is done."""

TRANSITIONS: Mapping[tuple[Status, Action], Status] = {
    (Status.OPENED, Action.ANALYSE): Status.ANALYSED,
    (Status.ANALYSED, Action.ANALYSE): Status.ANALYSED,
    (Status.ANALYSED, Action.PLAN): Status.PLANNED,
    (Status.PLANNED, Action.CHECK): Status.CHECKED,
    (Status.PLANNED, Action.SEND_BACK): Status.ANALYSED,
    (Status.CHECKED, Action.APPROVE): Status.APPROVED,
    (Status.CHECKED, Action.SEND_BACK): Status.ANALYSED,
    (Status.APPROVED, Action.COMPLETE): Status.DONE,
    (Status.DONE, Action.VERIFY): Status.VERIFIED,
    (Status.DONE, Action.FAIL): Status.OPENED,
    **{(status, Action.LINK): status for status in UNVERIFIED},
}
STATUSES: Mapping[Status, Text] = {
    Status.OPENED: Text(zh="待分析", en="Opened"),
    Status.ANALYSED: Text(zh="已分析原因", en="Cause analysed"),
    Status.PLANNED: Text(zh="已制定措施", en="Measures planned"),
    Status.CHECKED: Text(zh="已审核", en="Checked"),
    Status.APPROVED: Text(zh="已批准", en="Approved"),
    Status.DONE: Text(zh="已实施", en="Carried out"),
    Status.VERIFIED: Text(zh="验证有效", en="Verified"),
}
ACTIONS: Mapping[Action, Text] = {
    Action.ANALYSE: Text(zh="分析原因", en="Analyse the cause"),
    Action.PLAN: Text(zh="制定措施", en="Plan measures"),
    Action.CHECK: Text(zh="审核", en="Check"),
    Action.APPROVE: Text(zh="批准", en="Approve"),
    Action.SEND_BACK: Text(zh="退回", en="Send back"),
    Action.COMPLETE: Text(zh="实施完毕", en="Report as carried out"),
    Action.VERIFY: Text(zh="验证有效", en="Verify as effective"),
    Action.FAIL: Text(zh="验证无效", en="Find ineffective"),
    Action.LINK: Text(zh="关联工单", en="Link tickets"),
}
ORIGINS: Mapping[Origin, Text] = {
    Origin.REPETITION: Text(zh="重复发生", en="Repetition"),
    Origin.BY_HAND: Text(zh="人工发起", en="By hand"),
    Origin.SURVEY: Text(zh="满意度调查", en="Survey"),
}
OPENING = Text(zh="发起", en="Open")

LIFECYCLE = StateMachine("corrective action", TRANSITIONS, STATUSES)
