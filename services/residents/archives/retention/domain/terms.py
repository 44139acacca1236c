"""How long a departed household's file is kept. Source: handbook R-14."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from shared.kernel.text import Text


class Importance(StrEnum):
    """How long a file matters; an important one is copied with the manager's word alone (R-12)."""

    MINOR = "minor"
    ORDINARY = "ordinary"
    IMPORTANT = "important"


IMPORTANCES: Mapping[Importance, Text] = {
    Importance.MINOR: Text(zh="一般", en="Minor"),
    Importance.ORDINARY: Text(zh="普通", en="Ordinary"),
    Importance.IMPORTANT: Text(zh="重要", en="Important"),
}
YEARS: Mapping[Importance, int] = {Importance.MINOR: 1, Importance.ORDINARY: 2, Importance.IMPORTANT: 3}
POLICY_YEARS = 3
_FEBRUARY, _LEAP_DAY = 2, 29


def retain_until(closed_on: date, importance: Importance | None, *, dispute_settled_on: date | None = None) -> date:
    """The last day that a closed file is kept; the years run anew from the end of a dispute."""
    years = YEARS[importance] if importance else POLICY_YEARS
    begins = max(closed_on, dispute_settled_on or closed_on)
    is_leap_day = (begins.month, begins.day) == (_FEBRUARY, _LEAP_DAY)
    return begins.replace(year=begins.year + years, day=28 if is_leap_day else begins.day)
