"""Who has to be contacted how often: the chair monthly, half the members quarterly. Source: handbook T-26."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

_QUARTER = 3


class Position(StrEnum):
    """What a member is."""

    CHAIR = "chair"
    VICE_CHAIR = "vice_chair"
    MEMBER = "member"


class Channel(StrEnum):
    """How the committee was contacted."""

    VISIT = "visit"
    MEETING = "meeting"
    PHONE = "phone"
    WRITTEN = "written"


@dataclass(frozen=True, slots=True)
class Due:
    """`needed` members were to be contacted from `first` to `last`; `left` are those that were not, of `needed`."""

    first: date
    last: date
    needed: int
    contacted: int

    @property
    def missing(self) -> int:
        """How many contacts are still due."""
        return max(0, self.needed - self.contacted)


def month_of(day: date) -> tuple[date, date]:
    """First and last day of the calendar month."""
    return day.replace(day=1), _last_of(day.replace(day=1))


def quarter_of(day: date) -> tuple[date, date]:
    """First and last day of the calendar quarter."""
    opening = (day.month - 1) // _QUARTER * _QUARTER + 1
    return date(day.year, opening, 1), _last_of(date(day.year, opening + _QUARTER - 1, 1))


def _last_of(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def chair_due(chair: str | None, contacted: Collection[str], day: date) -> Due:
    """Monthly; without a chair nothing is due. `contacted` are the members contacted in the month."""
    first, last = month_of(day)
    return Due(first, last, int(chair is not None), int(chair is not None and chair in contacted))


def members_due(members: Collection[str], contacted: Collection[str], day: date) -> Due:
    """Quarterly, half of those who are members now; of an odd number the larger half."""
    first, last = quarter_of(day)
    return Due(first, last, (len(members) + 1) // 2, len(set(members) & set(contacted)))
