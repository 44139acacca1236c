"""The business calendar of a community's replica (T-13)."""

from collections.abc import Mapping, Sequence
from datetime import date, time
from functools import lru_cache
from zoneinfo import ZoneInfo

from services.tickets.replicas.models import CommunityReplica
from shared.kernel.business_calendar import BusinessCalendar, DayKind, Weekday, WorkingHours, WorkingWindow

_Week = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


def calendar_of(community: CommunityReplica) -> BusinessCalendar:
    """The policy's working windows, else reception hours on working days; with the community's own entries."""
    entries = tuple((entry["day"], entry["kind"]) for entry in community.calendar_entries)
    own = community.policy.clocks.get("working_hours") if community.policy else None
    week = _week(own) if own else _reception(community)
    return _made_of(community.time_zone, week, entries)


def _week(own: Mapping[str, Sequence[Mapping[str, str]]]) -> _Week:
    return tuple((day, tuple((it["start"], it["end"]) for it in windows)) for day, windows in own.items())


def _reception(community: CommunityReplica) -> _Week:
    window = (community.reception_opens, community.reception_closes)
    return tuple((day.value, (window,)) for day in list(Weekday)[:_WORKING_DAYS])


_WORKING_DAYS = 5


@lru_cache(maxsize=256)
def _made_of(time_zone: str, week: _Week, days: tuple[tuple[str, str], ...]) -> BusinessCalendar:
    """Kept, because a calendar remembers the days that it has worked out."""
    hours = {
        Weekday(day): [WorkingWindow(time.fromisoformat(start), time.fromisoformat(end)) for start, end in windows]
        for day, windows in week
    }
    entries = {date.fromisoformat(day): DayKind(kind) for day, kind in days}
    return BusinessCalendar(time_zone=ZoneInfo(time_zone), hours=WorkingHours(hours), entries=entries)
