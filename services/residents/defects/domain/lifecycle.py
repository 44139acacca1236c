"""A defect's life as a table: closed by the owner's confirmation alone. Source: handbook R-23."""

from collections.abc import Mapping
from enum import StrEnum

from shared.kernel.state_machine import StateMachine
from shared.kernel.text import Text


class DefectStatus(StrEnum):
    """Where it stands; `raised` is with the developer, for the first time or again."""

    RAISED = "raised"
    FINISHED = "finished"
    INVITED = "invited"
    CURED = "cured"


class DefectAction(StrEnum):
    """What can be done with it."""

    REPORT_FINISHED = "report_finished"
    INVITE = "invite"
    CONFIRM = "confirm"
    REFUSE = "refuse"


TRANSITIONS: Mapping[tuple[DefectStatus, DefectAction], DefectStatus] = {
    (DefectStatus.RAISED, DefectAction.REPORT_FINISHED): DefectStatus.FINISHED,
    (DefectStatus.FINISHED, DefectAction.INVITE): DefectStatus.INVITED,
    (DefectStatus.INVITED, DefectAction.INVITE): DefectStatus.INVITED,
    (DefectStatus.INVITED, DefectAction.CONFIRM): DefectStatus.CURED,
    (DefectStatus.INVITED, DefectAction.REFUSE): DefectStatus.RAISED,
}

DEFECT_STATUSES: Mapping[DefectStatus, Text] = {
    DefectStatus.RAISED: Text(zh="待整改", en="With the developer"),
    DefectStatus.FINISHED: Text(zh="已报完工，待约复验", en="Reported finished"),
    DefectStatus.INVITED: Text(zh="已约复验", en="Owner invited to re-inspect"),
    DefectStatus.CURED: Text(zh="已整改确认", en="Cured and confirmed"),
}

LIFECYCLE = StateMachine("defect", TRANSITIONS, DEFECT_STATUSES)
