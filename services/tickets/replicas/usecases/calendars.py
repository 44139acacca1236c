"""The business calendar of a community's replica (T-13)."""

from datetime import date, time
from functools import lru_cache
from zoneinfo import ZoneInfo

from services.tickets.replicas.models import CommunityReplica
from shared.kernel.business_calendar import BusinessCalendar, DayKind, WorkingHours, WorkingWindow

_Made = tuple[str, str, str, tuple[tuple[str, str], ...]]


def calendar_of(community: CommunityReplica) -> BusinessCalendar:
    """Reception hours on working days, with the community's own entries."""
    entries = tuple((entry["day"], entry["kind"]) for entry in community.calendar_entries)
    return _made_of((community.time_zone, community.reception_opens, community.reception_closes, entries))


@lru_cache(maxsize=256)
def _made_of(made: _Made) -> BusinessCalendar:
    """Kept, because a calendar remembers the days that it has worked out."""
    time_zone, opens, closes, days = made
    window = WorkingWindow(start=time.fromisoformat(opens), end=time.fromisoformat(closes))
    entries = {date.fromisoformat(day): DayKind(kind) for day, kind in days}
    return BusinessCalendar(time_zone=ZoneInfo(time_zone), hours=WorkingHours.monday_to_friday(window), entries=entries)
