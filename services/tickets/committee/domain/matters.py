"""A question of the committee's or a matter to report to it, within three working days. Source: handbook T-26."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from shared.kernel.business_calendar import BusinessCalendar
from shared.kernel.state_machine import StateMachine
from shared.kernel.text import Text

WORKING_DAYS = 3


class MatterKind(StrEnum):
    """Asked by the committee, or to be reported to it."""

    QUESTION = "question"
    REPORT = "report"


class Occasion(StrEnum):
    """What raised it."""

    ASKED = "asked"
    RENOVATION_VIOLATION = "renovation_violation"
    ARREARS = "arrears"
    INCIDENT = "incident"


class MatterStatus(StrEnum):
    """Where it stands."""

    OPEN = "open"
    SETTLED = "settled"
    WITHDRAWN = "withdrawn"


class MatterAction(StrEnum):
    """A question is answered, a matter reported; a question may be taken back."""

    SETTLE = "settle"
    WITHDRAW = "withdraw"
    BREACH = "breach"


TRANSITIONS: Mapping[tuple[MatterStatus, MatterAction], MatterStatus] = {
    (MatterStatus.OPEN, MatterAction.SETTLE): MatterStatus.SETTLED,
    (MatterStatus.OPEN, MatterAction.WITHDRAW): MatterStatus.WITHDRAWN,
    (MatterStatus.OPEN, MatterAction.BREACH): MatterStatus.OPEN,
}
MATTER_STATUSES: Mapping[MatterStatus, Text] = {
    MatterStatus.OPEN: Text(zh="待办", en="Open"),
    MatterStatus.SETTLED: Text(zh="已答复/已报告", en="Settled"),
    MatterStatus.WITHDRAWN: Text(zh="已撤回", en="Withdrawn"),
}
MATTERS = StateMachine("committee matter", TRANSITIONS, MATTER_STATUSES)


def due_at(raised_at: datetime, calendar: BusinessCalendar) -> datetime:
    """The end of the time that it may take."""
    return calendar.add_working_days(raised_at, WORKING_DAYS)
