"""A moment as a community's day."""

from datetime import date, datetime
from zoneinfo import ZoneInfo


def local_day(moment: datetime, time_zone: str) -> date:
    """The date on the community's calendar."""
    return moment.astimezone(ZoneInfo(time_zone)).date()
