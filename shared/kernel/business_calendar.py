"""Business time of a community: working days, working windows, counting over them (handbook T-13, T-28).

Pure: no I/O, no clock. A day's kind is decided by, in this order: the community's own entry; the national
calendar (public holidays and make-up days 调休); the weekday, which works if the policy gives it windows.
A year that the national calendar does not know yet has the statutory holidays of fixed date and its weekends, never an
error: the lunar ones and the make-up days are proclaimed late in the year before.

Moments go in aware (naive ones raise ValueError) and come out in UTC. A window is open from its start up to,
not including, its end; what is counted out may end exactly at a closing: work due "by five" is due at 17:00.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import InitVar, dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import islice, pairwise
from types import MappingProxyType
from zoneinfo import ZoneInfo

import chinese_calendar  # type: ignore[import-untyped]

from shared.kernel.errors import DomainError, InvalidField, Kind
from shared.kernel.text import Text

_SEARCH_DAYS = 3 * 366
_LAST_ORDINAL = date.max.toordinal()
_CACHED_DAYS = 2048
_SATURDAY = 5


class DayKind(StrEnum):
    """What a calendar says about a date, whatever its weekday."""

    WORKING = "working"
    HOLIDAY = "holiday"


# Keyed by date and asked with `get`: the library's own functions raise for a year they don't know and scan
# their whole table on every call.
_NATIONAL: Mapping[date, DayKind] = {
    **dict.fromkeys(chinese_calendar.holidays, DayKind.HOLIDAY),
    **dict.fromkeys(chinese_calendar.workdays, DayKind.WORKING),
}


_LAST_KNOWN_YEAR = max(chinese_calendar.holidays).year
# (month, day): New Year, Labour Day, National Day; State Council decree 795 of 2024, article 2
_FIXED = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})


class Weekday(StrEnum):
    """Monday first, as `date.weekday()` counts."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"

    @classmethod
    def of(cls, day: date) -> "Weekday":
        """Name the weekday of `day`."""
        return _WEEK[day.weekday()]


_WEEK = tuple(Weekday)


class BadWorkingHours(InvalidField):
    """Working windows that can't be kept; `pointer` names the window (`/working_hours/monday/1`)."""

    slug = "bad-working-hours"
    title = Text(zh="工作时间无效", en="Working hours invalid")


_NOT_FORWARD = Text(zh="工作时段的结束时间必须晚于开始时间。", en="A working window must end later than it starts.")
_OVERLAPPING = Text(zh="同一天的工作时段不能重叠。", en="Working windows of one day must not overlap.")
_NOT_LOCAL = Text(zh="工作时段按社区当地时间填写，不带时区。", en="Working windows are local times, without an offset.")
_NONE_AT_ALL = Text(zh="一周至少要有一个工作时段。", en="A week needs at least one working window.")


class NoWorkingTime(DomainError):
    """Three years on end without an open window: the calendar's entries close everything."""

    slug = "no-working-time"
    kind = Kind.CONFLICT
    title = Text(zh="没有工作时间", en="No working time")
    detail = Text(
        zh="{after} 之后三年内没有任何工作时段，请检查社区的日历和工作时间。",
        en="No working time in the three years after {after}: check the community's calendar and hours.",
    )


@dataclass(frozen=True, slots=True)
class WorkingWindow:
    """Local times of one weekday, `end` not included; checked where it is put into `WorkingHours`."""

    start: time
    end: time


@dataclass(frozen=True)
class WorkingHours:
    """The policy's windows per weekday; a weekday without any is no working day. Raises BadWorkingHours.

    `pointer` is where the hours stand in the request, for the error.
    """

    by_weekday: Mapping[Weekday, Sequence[WorkingWindow]]
    pointer: InitVar[str] = "/working_hours"

    def __post_init__(self, pointer: str) -> None:
        checked = {
            weekday: _in_order(windows, f"{pointer}/{weekday.value}")
            for weekday, windows in self.by_weekday.items()
            if windows
        }
        if not checked:
            raise BadWorkingHours(pointer=pointer, reason=_NONE_AT_ALL)
        object.__setattr__(self, "by_weekday", MappingProxyType(checked))

    @classmethod
    def monday_to_friday(cls, *windows: WorkingWindow, pointer: str = "/working_hours") -> "WorkingHours":
        """Keep the same windows on the five ordinary working days."""
        return cls(dict.fromkeys(_WEEK[:_SATURDAY], windows), pointer)

    def on(self, weekday: Weekday) -> Sequence[WorkingWindow]:
        """List the weekday's own windows in order; none if it is no working day."""
        return self.by_weekday.get(weekday, ())

    def normal(self) -> Sequence[WorkingWindow]:
        """List what a make-up day works: Monday's windows; where Monday is off, the next working day's."""
        return next(self.by_weekday[weekday] for weekday in _WEEK if weekday in self.by_weekday)


def _in_order(windows: Sequence[WorkingWindow], pointer: str) -> tuple[WorkingWindow, ...]:
    for place, window in enumerate(windows):
        if window.start.tzinfo or window.end.tzinfo:
            raise BadWorkingHours(pointer=f"{pointer}/{place}", reason=_NOT_LOCAL)
        if window.end <= window.start:
            raise BadWorkingHours(pointer=f"{pointer}/{place}", reason=_NOT_FORWARD)
    places = sorted(range(len(windows)), key=lambda place: windows[place].start)
    for earlier, later in pairwise(places):
        if windows[later].start < windows[earlier].end:
            raise BadWorkingHours(pointer=f"{pointer}/{later}", reason=_OVERLAPPING)
    return tuple(windows[place] for place in places)


DEFAULT_TIME_ZONE = ZoneInfo("Asia/Shanghai")
DEFAULT_HOURS = WorkingHours.monday_to_friday(WorkingWindow(time(8), time(17)))

_Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class BusinessCalendar:
    """One community's calendar. `entries` are its own and win over the national calendar in any year."""

    time_zone: ZoneInfo = DEFAULT_TIME_ZONE
    hours: WorkingHours = DEFAULT_HOURS
    entries: Mapping[date, DayKind] = field(default_factory=dict)
    _spans: Callable[[int], tuple[_Span, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "entries", MappingProxyType(dict(self.entries)))
        object.__setattr__(self, "_spans", lru_cache(maxsize=_CACHED_DAYS)(self._spans_of_day))

    def date_of(self, moment: datetime) -> date:
        """Tell the community's local date at `moment`."""
        return _utc(moment).astimezone(self.time_zone).date()

    def is_working_day(self, day: date) -> bool:
        """Count make-up days in, public holidays out. A datetime raises TypeError: it names no local date."""
        if isinstance(day, datetime):
            raise TypeError("is_working_day takes a local date: use date_of(moment)")
        return bool(self._windows(day))

    def is_open(self, moment: datetime) -> bool:
        """Whether `moment` lies in a working window."""
        now = _utc(moment)
        return any(opens <= now < closes for opens, closes in self._spans(self.date_of(now).toordinal()))

    def next_opening(self, moment: datetime) -> datetime:
        """`moment` itself while open, else when the next window opens. Raises NoWorkingTime."""
        return next(self._open_spans(_utc(moment)))[0]

    def add_working_days(self, moment: datetime, days: int) -> datetime:
        """Go to the same time of day, `days` working days on; closed: from the next opening (handbook T-13).

        Where the last day keeps other windows than the first, a time before or between its windows moves to
        the next of them, one after its last window to that closing (Civil Code Art. 203).
        Raises NoWorkingTime.
        """
        if days < 0:
            raise ValueError("working days are counted forward only")
        received = self.next_opening(moment).astimezone(self.time_zone)
        last_day, spans = next(islice(self._working_days(received.date()), days, None))
        due = self._at(last_day, received.time())
        for opens, closes in spans:
            if due < closes:
                return max(opens, due)
        return spans[-1][1]

    def add_working_time(self, moment: datetime, duration: timedelta) -> datetime:
        """Run `duration` over open windows only; zero ends at the next opening. Raises NoWorkingTime."""
        if duration < timedelta():
            raise ValueError("working time is counted forward only")
        spans = self._open_spans(_utc(moment))
        opens, closes = next(spans)
        left = duration
        while left > closes - opens:
            left -= closes - opens
            opens, closes = next(spans)
        return opens + left

    def working_time_between(self, start: datetime, end: datetime) -> timedelta:
        """Sum the open time from `start` to `end`; negative if `end` is earlier, zero if nothing was open."""
        first, last = _utc(start), _utc(end)
        if last < first:
            return -self.working_time_between(last, first)
        total = timedelta()
        for ordinal in range(self.date_of(first).toordinal(), self.date_of(last).toordinal() + 1):
            for opens, closes in self._spans(ordinal):
                total += max(timedelta(), min(closes, last) - max(opens, first))
        return total

    def _windows(self, day: date) -> Sequence[WorkingWindow]:
        kind = self.entries.get(day) or _NATIONAL.get(day) or _foreseen(day)
        if kind is DayKind.HOLIDAY:
            return ()
        own = self.hours.on(Weekday.of(day))
        if kind is DayKind.WORKING and (day.weekday() >= _SATURDAY or not own):
            return self.hours.normal()  # a make-up day replaces an ordinary one, not a Saturday's half day
        return own

    def _at(self, day: date, local: time) -> datetime:
        return datetime.combine(day, local, self.time_zone).astimezone(UTC)

    def _spans_of_day(self, ordinal: int) -> tuple[_Span, ...]:
        day = date.fromordinal(ordinal)
        spans: list[_Span] = []
        for window in self._windows(day):
            opens, closes = self._at(day, window.start), self._at(day, window.end)
            # The hour that a clock change skips can turn a window around or push it into the next one.
            opens = max(opens, spans[-1][1]) if spans else opens
            if opens < closes:
                spans.append((opens, closes))
        return tuple(spans)

    def _working_days(self, first: date) -> Iterator[tuple[date, tuple[_Span, ...]]]:
        """Every working day from `first` on with its open spans; ends in NoWorkingTime, never in silence."""
        ordinal = last_open = first.toordinal()
        while ordinal <= min(last_open + _SEARCH_DAYS, _LAST_ORDINAL):
            if spans := self._spans(ordinal):
                last_open = ordinal
                yield date.fromordinal(ordinal), spans
            ordinal += 1
        raise NoWorkingTime(after=date.fromordinal(last_open).isoformat())

    def _open_spans(self, moment: datetime) -> Iterator[_Span]:
        for _, spans in self._working_days(self.date_of(moment)):
            for opens, closes in spans:
                if closes > moment:
                    yield max(opens, moment), closes


def _foreseen(day: date) -> DayKind | None:
    """What the law alone says of a day of a year that is not proclaimed yet."""
    return DayKind.HOLIDAY if day.year > _LAST_KNOWN_YEAR and (day.month, day.day) in _FIXED else None


def _utc(moment: datetime) -> datetime:
    if moment.utcoffset() is None:
        raise ValueError("business time needs an aware datetime")
    return moment.astimezone(UTC)
