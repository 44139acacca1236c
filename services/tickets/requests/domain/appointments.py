"""Agreed times. Source: handbook T-05, T-07, T-08."""

from datetime import datetime, timedelta
from enum import StrEnum

from services.tickets.domain.duties import Standing
from services.tickets.requests.domain.errors import AppointmentPast, AppointmentTooFar
from services.tickets.requests.domain.intake import Category, needs_visit
from services.tickets.requests.domain.lifecycle import Status
from shared.kernel.errors import DomainError, Kind
from shared.kernel.text import Text

ARRIVAL_CHECK_AFTER = timedelta(minutes=15)
CONFIRM_BEFORE = timedelta(minutes=15)
_FURTHEST = timedelta(days=180)


AWAITED = (Status.DISPATCHED, Status.ACCEPTED)
"""Somebody was sent, and is not on site yet."""
VISITED = (*(it for it in Category if needs_visit(it)), Category.PUBLIC_SAFETY)
"""Somebody goes there without any agreed time: to a home, or where safety asks for it."""


class AskedBy(StrEnum):
    """Whose doing the wait is: the requester's side, ours, or outside conditions (weather, neighbours)."""

    RESIDENT = "resident"
    US = "us"
    CIRCUMSTANCES = "circumstances"


class NobodyAwaited(DomainError):
    """Nobody is on the way, or somebody is there. Source: handbook T-07."""

    slug = "nobody-awaited"
    kind = Kind.CONFLICT
    title = Text(zh="没有待到场的人员", en="Nobody is awaited")
    detail = Text(
        zh="只有已派工或已接单、尚未到场的工单需要核实到场。",
        en="An arrival is checked while the ticket is dispatched or accepted, and nobody is on site.",
    )


class NoTimeAgreed(DomainError):
    """There is no time to ask both sides about."""

    slug = "no-time-agreed"
    kind = Kind.CONFLICT
    title = Text(zh="没有约定时间", en="No time is agreed")
    detail = Text(zh="工单没有未到的约定时间。", en="The ticket has no agreed time to come.")


def check_awaited(status: Status) -> None:
    """Raises NobodyAwaited."""
    if status not in AWAITED:
        raise NobodyAwaited


def check_still_ahead(starts_at: datetime, now: datetime) -> None:
    """Of a time that was agreed before: no field of the body is at fault. Raises AppointmentPast."""
    if starts_at < now:
        raise AppointmentPast


def check_to_confirm(starts_at: datetime | None, now: datetime, *, is_closed: bool) -> datetime:
    """The agreed time that is still to come. Raises NoTimeAgreed, AppointmentPast."""
    if starts_at is None or is_closed:
        raise NoTimeAgreed
    check_still_ahead(starts_at, now)
    return starts_at


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
