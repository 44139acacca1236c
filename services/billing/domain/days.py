"""Days of a community's calendar."""

from calendar import monthrange
from datetime import date, datetime
from zoneinfo import ZoneInfo


def local_day(moment: datetime, time_zone: str) -> date:
    """The date on the community's calendar."""
    return moment.astimezone(ZoneInfo(time_zone)).date()


def months_before(day: date, months: int) -> date:
    """The same day of the month so many months earlier, or that month's last: 31 August less six is 28 February."""
    index = day.year * 12 + day.month - 1 - months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
