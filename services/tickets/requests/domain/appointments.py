"""Agreed times. Source: handbook T-05, T-07, T-08."""

from datetime import datetime, timedelta
from enum import StrEnum

from services.tickets.domain.duties import Standing
from services.tickets.requests.domain.errors import AppointmentPast, AppointmentTooFar

ARRIVAL_CHECK_AFTER = timedelta(minutes=15)
CONFIRM_BEFORE = timedelta(minutes=15)
_FURTHEST = timedelta(days=180)


class AskedBy(StrEnum):
    """Whose doing the wait is: the requester's side, ours, or outside conditions (weather, neighbours)."""

    RESIDENT = "resident"
    US = "us"
    CIRCUMSTANCES = "circumstances"


def check_start(starts_at: datetime, now: datetime) -> None:
    """Raises AppointmentPast, AppointmentTooFar."""
    if starts_at < now:
        raise AppointmentPast(pointer="/starts_at")
    if starts_at > now + _FURTHEST:
        raise AppointmentTooFar(pointer="/starts_at", days=_FURTHEST.days)


def is_promised_at_once(asked_by: AskedBy, by: Standing) -> bool:
    """A time that the resident demands is not promised until the lead confirms it (T-05)."""
    return asked_by is not AskedBy.RESIDENT or by.is_lead


def restarts_clocks(asked_by: AskedBy) -> bool:
    """Arrival and settlement count from the agreed time unless the wait is our doing (T-08)."""
    return asked_by is not AskedBy.US
