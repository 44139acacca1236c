"""Waiting that is not ours: it stops settlement and arrival. Source: handbook T-08, T-28."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from services.tickets.requests.domain.errors import AlreadyPaused, NotPaused
from services.tickets.requests.domain.measures import Measure, elapsed, later
from shared.kernel.business_calendar import BusinessCalendar


class PauseReason(StrEnum):
    """Whose side the wait is on: the requester, a part missing there, neighbours to coordinate, the weather (T-08)."""

    REQUESTER = "requester"
    PART = "part"
    NEIGHBOURS = "neighbours"
    WEATHER = "weather"


@dataclass(frozen=True, slots=True)
class Span:
    """A pause that has ended."""

    started_at: datetime
    ended_at: datetime


def check_pause(paused_at: datetime | None) -> None:
    """Raises AlreadyPaused."""
    if paused_at is not None:
        raise AlreadyPaused


def check_resume(paused_at: datetime | None) -> None:
    """Raises NotPaused."""
    if paused_at is None:
        raise NotPaused


def paused_time(measure: Measure, starts_at: datetime, span: Span, calendar: BusinessCalendar) -> timedelta:
    """What the pause takes off a clock that counts from `starts_at`: nothing of it before the clock began."""
    return elapsed(measure, max(span.started_at, starts_at), span.ended_at, calendar)


def moved(
    moment: datetime, measure: Measure, starts_at: datetime, spans: Iterable[Span], calendar: BusinessCalendar
) -> datetime:
    """`moment` later by each pause that began by then: one that began after it came too late to move it (T-28)."""
    for span in sorted(spans, key=lambda it: it.started_at):
        if span.started_at > moment:
            break
        moment = later(measure, moment, paused_time(measure, starts_at, span, calendar), calendar)
    return moment
