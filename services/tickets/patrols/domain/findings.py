"""A finding's life as a table: found, fixed, rechecked until it is right. Source: handbook T-25."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from services.tickets.patrols.domain.errors import DeadlineOutOfRange
from shared.kernel.state_machine import StateMachine
from shared.kernel.text import Text

LONGEST_DAYS = 90


class FindingStatus(StrEnum):
    """Where a finding stands."""

    FOUND = "found"
    FIXED = "fixed"
    RECHECKED = "rechecked"


class FindingAction(StrEnum):
    """What can be done with it; `again` is a recheck that it did not pass."""

    FIX = "fix"
    PASS = "pass"  # noqa: S105 - a recheck passed
    AGAIN = "again"
    OPEN_TICKET = "open_ticket"


TRANSITIONS: Mapping[tuple[FindingStatus, FindingAction], FindingStatus] = {
    (FindingStatus.FOUND, FindingAction.FIX): FindingStatus.FIXED,
    (FindingStatus.FOUND, FindingAction.OPEN_TICKET): FindingStatus.FOUND,
    (FindingStatus.FIXED, FindingAction.PASS): FindingStatus.RECHECKED,
    (FindingStatus.FIXED, FindingAction.AGAIN): FindingStatus.FOUND,
}
FINDING_STATUSES: Mapping[FindingStatus, Text] = {
    FindingStatus.FOUND: Text(zh="待整改", en="To be put right"),
    FindingStatus.FIXED: Text(zh="已整改待复查", en="Put right, to be rechecked"),
    FindingStatus.RECHECKED: Text(zh="复查合格", en="Rechecked"),
}
FINDINGS = StateMachine("patrol finding", TRANSITIONS, FINDING_STATUSES)


def check_deadline(deadline_at: datetime, now: datetime, pointer: str) -> None:
    """Raises DeadlineOutOfRange."""
    if not now < deadline_at <= now + timedelta(days=LONGEST_DAYS):
        raise DeadlineOutOfRange(pointer=pointer, days=LONGEST_DAYS)
