"""Days, weeks and months that move with the reader's date."""

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from services.tickets.domain.months import Month


class Period(StrEnum):
    """The running one, on the community's calendar; a week begins on Monday."""

    TODAY = "today"
    THIS_WEEK = "this_week"
    THIS_MONTH = "this_month"


def bounds(period: Period, now: datetime, time_zone: ZoneInfo) -> tuple[datetime, datetime]:
    """When it began and when it ends, which is outside."""
    today = now.astimezone(time_zone).date()
    first, following = _days(period, today)
    return datetime.combine(first, time(), time_zone), datetime.combine(following, time(), time_zone)


def _days(period: Period, today: date) -> tuple[date, date]:
    if period is Period.TODAY:
        return today, today + timedelta(days=1)
    if period is Period.THIS_WEEK:
        monday = today - timedelta(days=today.weekday())
        return monday, monday + timedelta(days=7)
    month = Month.of(today)
    return month.first_day, month.plus(1).first_day
