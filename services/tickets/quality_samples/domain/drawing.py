"""Which contacts are drawn: the same ones for the same seed, whoever draws and how often. Source: handbook T-30."""

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from services.tickets.quality_samples.domain.errors import MonthNotOver, NotAMonth, NotAWeek
from services.tickets.requests.domain.intake import Source

CONTACTS = (Source.PHONE, Source.FRONT_DESK)
"""Calls, and people at the counter: what a desk member is heard and seen at."""

_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")
_WEEK = re.compile(r"(20\d\d)-W(\d\d)")
_WEEK_DAYS = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Span:
    """Moments from `since` until before `until`."""

    since: datetime
    until: datetime


def draw(contacts: Mapping[str, Collection[str]], *, seed: str, month: str, each: int) -> dict[str, list[str]]:
    """Of every member's contacts `each`, or all where there are fewer; `contacts` are ticket ids by member."""

    def lot(member_id: str, ticket_id: str) -> bytes:
        return hashlib.sha256(f"{seed}|{month}|{member_id}|{ticket_id}".encode()).digest()

    return {member: sorted(theirs, key=lambda it: lot(member, it))[:each] for member, theirs in contacts.items()}


def month_over(text: str, zone: ZoneInfo, now: datetime) -> Span:
    """A month's span, on local time. Raises NotAMonth, and MonthNotOver: later contacts could not be drawn."""
    span = month_span(text, zone)
    if span.until > now:
        raise MonthNotOver(pointer="/month", month=text)
    return span


def month_span(text: str, zone: ZoneInfo) -> Span:
    """`2026-11` on local time. Raises NotAMonth."""
    matched = _MONTH.fullmatch(text)
    if matched is None:
        raise NotAMonth(pointer="/month")
    first = date(int(matched[1]), int(matched[2]), 1)
    following = (first + timedelta(days=31)).replace(day=1)
    return Span(_midnight(first, zone), _midnight(following, zone))


def week_span(text: str, zone: ZoneInfo) -> Span:
    """`2026-W48`, Monday to Sunday on local time. Raises NotAWeek."""
    matched = _WEEK.fullmatch(text)
    if matched is None:
        raise NotAWeek(pointer="/week")
    try:
        monday = date.fromisocalendar(int(matched[1]), int(matched[2]), 1)
    except ValueError as error:
        raise NotAWeek(pointer="/week") from error
    return Span(_midnight(monday, zone), _midnight(monday + _WEEK_DAYS, zone))


def month_before(now: datetime, zone: ZoneInfo) -> str:
    """The last month that is over."""
    last = now.astimezone(zone).date().replace(day=1) - timedelta(days=1)
    return f"{last:%Y-%m}"


def week_began(now: datetime, zone: ZoneInfo) -> datetime:
    """The last Monday's midnight, on local time: weeks before it are over."""
    today = now.astimezone(zone).date()
    return _midnight(today - timedelta(days=today.weekday()), zone)


def by_member(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Ticket ids by member, of pairs of member and ticket."""
    found: dict[str, list[str]] = {}
    for member_id, ticket_id in pairs:
        found.setdefault(member_id, []).append(ticket_id)
    return found


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), tzinfo=zone)
