"""Which contacts are drawn: the same ones for the same seed, whoever draws and how often. Source: handbook T-30."""

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from services.tickets.quality_samples.domain.errors import MonthNotBegun, NotAMonth, NotAWeek
from services.tickets.requests.domain.intake import Source

CONTACTS = (Source.PHONE, Source.FRONT_DESK)
"""Calls, and people at the counter: what a desk member is heard and seen at."""

_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")
_WEEK = re.compile(r"(20\d\d)-W(\d\d)")
_WEEK_DAYS = timedelta(days=7)
_NOTHING: Mapping[str, Collection[str]] = {}


@dataclass(frozen=True, slots=True)
class Span:
    """Moments from `since` until before `until`."""

    since: datetime
    until: datetime


def draw(
    contacts: Mapping[str, Collection[str]],
    *,
    seed: str,
    month: str,
    each: int,
    drawn: Mapping[str, Collection[str]] = _NOTHING,
) -> dict[str, list[str]]:
    """Of every member's contacts `each`, or all where there are fewer; `contacts` are ticket ids by member.

    What was `drawn` of a member before counts, and is not drawn again.
    """

    def lot(member_id: str, ticket_id: str) -> bytes:
        return hashlib.sha256(f"{seed}|{month}|{member_id}|{ticket_id}".encode()).digest()

    def more(member_id: str, theirs: Collection[str]) -> list[str]:
        before = drawn.get(member_id, ())
        left = sorted(set(theirs).difference(before), key=lambda it: lot(member_id, it))
        return left[: max(each - len(before), 0)]

    return {member_id: more(member_id, theirs) for member_id, theirs in contacts.items()}


@dataclass(frozen=True, slots=True)
class Drawing:
    """A draw at a moment: from the month's contacts until then, up to `each` of every member in all draws together."""

    span: Span
    each: int
    is_final: bool


def drawing_at(text: str, zone: ZoneInfo, now: datetime, *, each: int) -> Drawing:
    """Of a running month as many as it has run of, rounded up: later contacts keep their chance.

    Raises NotAMonth, MonthNotBegun.
    """
    month = month_span(text, zone)
    if now <= month.since:
        raise MonthNotBegun(pointer="/month", month=text)
    if now >= month.until:
        return Drawing(month, each, is_final=True)
    length, run = month.until - month.since, now - month.since
    return Drawing(Span(month.since, now), -(-each * run // length), is_final=False)


def check_month(text: str | None) -> None:
    """Raises NotAMonth."""
    if text is not None and _MONTH.fullmatch(text) is None:
        raise NotAMonth(pointer="/month")


def month_span(text: str, zone: ZoneInfo) -> Span:
    """`2026-11` on local time. Raises NotAMonth."""
    check_month(text)
    year, _, number = text.partition("-")
    first = date(int(year), int(number), 1)
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
