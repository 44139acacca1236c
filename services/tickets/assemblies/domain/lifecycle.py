"""An assembly's life as a table; what is published never changes. Source: handbook T-29."""

from collections.abc import Mapping
from enum import StrEnum

from shared.kernel.state_machine import StateMachine
from shared.kernel.text import Text


class AssemblyStatus(StrEnum):
    """Where it stands."""

    DRAFTED = "drafted"
    CALLED = "called"
    VOTING = "voting"
    COUNTED = "counted"
    PUBLISHED = "published"
    CANCELLED = "cancelled"


class AssemblyAction(StrEnum):
    """What can be done with it."""

    CHANGE = "change"
    CALL = "call"
    OPEN_VOTING = "open_voting"
    RECORD_BALLOT = "record_ballot"
    COUNT = "count"
    PUBLISH = "publish"
    CANCEL = "cancel"


TRANSITIONS: Mapping[tuple[AssemblyStatus, AssemblyAction], AssemblyStatus] = {
    (AssemblyStatus.DRAFTED, AssemblyAction.CHANGE): AssemblyStatus.DRAFTED,
    (AssemblyStatus.DRAFTED, AssemblyAction.CALL): AssemblyStatus.CALLED,
    (AssemblyStatus.DRAFTED, AssemblyAction.CANCEL): AssemblyStatus.CANCELLED,
    (AssemblyStatus.CALLED, AssemblyAction.OPEN_VOTING): AssemblyStatus.VOTING,
    (AssemblyStatus.CALLED, AssemblyAction.CANCEL): AssemblyStatus.CANCELLED,
    (AssemblyStatus.VOTING, AssemblyAction.RECORD_BALLOT): AssemblyStatus.VOTING,
    (AssemblyStatus.VOTING, AssemblyAction.COUNT): AssemblyStatus.COUNTED,
    (AssemblyStatus.VOTING, AssemblyAction.CANCEL): AssemblyStatus.CANCELLED,
    (AssemblyStatus.COUNTED, AssemblyAction.PUBLISH): AssemblyStatus.PUBLISHED,
    (AssemblyStatus.COUNTED, AssemblyAction.CANCEL): AssemblyStatus.CANCELLED,
}
ASSEMBLY_STATUSES: Mapping[AssemblyStatus, Text] = {
    AssemblyStatus.DRAFTED: Text(zh="草拟", en="Drafted"),
    AssemblyStatus.CALLED: Text(zh="已召集", en="Called"),
    AssemblyStatus.VOTING: Text(zh="表决中", en="Voting"),
    AssemblyStatus.COUNTED: Text(zh="已计票", en="Counted"),
    AssemblyStatus.PUBLISHED: Text(zh="已公布", en="Published"),
    AssemblyStatus.CANCELLED: Text(zh="已取消", en="Cancelled"),
}
ASSEMBLIES = StateMachine("assembly", TRANSITIONS, ASSEMBLY_STATUSES)
