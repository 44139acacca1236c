"""Deadlines, invitations, numbers and ages of defects. Source: handbook R-23."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum

from services.residents.defects.domain.errors import DeadlineOutOfRange, VisitOutOfRange
from shared.kernel.text import Text

_LONGEST = timedelta(days=730)
_COMING_YEAR = timedelta(days=366)


class Age(StrEnum):
    """How long ago it was raised."""

    UP_TO_7 = "up_to_7_days"
    UP_TO_30 = "up_to_30_days"
    UP_TO_90 = "up_to_90_days"
    LONGER = "over_90_days"


AGES: Mapping[Age, Text] = {
    Age.UP_TO_7: Text(zh="7 天以内", en="Up to 7 days"),
    Age.UP_TO_30: Text(zh="8–30 天", en="8 to 30 days"),
    Age.UP_TO_90: Text(zh="31–90 天", en="31 to 90 days"),
    Age.LONGER: Text(zh="90 天以上", en="Over 90 days"),
}
AGE_DAYS: Mapping[Age, int] = {Age.UP_TO_7: 7, Age.UP_TO_30: 30, Age.UP_TO_90: 90}


def check_deadline(deadline_on: date, *, today: date, pointer: str) -> None:
    """Today is the first possible one. Raises DeadlineOutOfRange."""
    if not today <= deadline_on <= today + _LONGEST:
        raise DeadlineOutOfRange(pointer=pointer, first=today.isoformat(), last=(today + _LONGEST).isoformat())


def check_visit(at: datetime, *, now: datetime, pointer: str) -> None:
    """Raises VisitOutOfRange."""
    if not now <= at <= now + _COMING_YEAR:
        raise VisitOutOfRange(pointer=pointer)


def defect_number(day: date, last: int) -> str:
    """Write `D261122-0001`."""
    return f"D{day:%y%m%d}-{last:04d}"


def notice_number(defect: str, round_: int) -> str:
    """The rectification notice of a round: the defect's number, from the second on with `/2`, `/3`."""
    return defect if round_ == 1 else f"{defect}/{round_}"


def slip_number(defect: str) -> str:
    """The confirmation slip's number."""
    return f"{defect}-C"
