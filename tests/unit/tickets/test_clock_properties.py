"""What holds of clocks whatever is asked. Source: handbook T-13, T-28."""

from datetime import UTC, datetime, time, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from services.tickets.requests.domain import clocks
from services.tickets.requests.domain.clocks import Clock
from services.tickets.requests.domain.intake import SEVERITIES, Category, Severity
from services.tickets.requests.domain.limits import ClockPolicy, ClockRules, Limit, WarningTime, due_times
from services.tickets.requests.domain.measures import elapsed
from services.tickets.requests.domain.pauses import Span
from shared.kernel.business_calendar import BusinessCalendar, WorkingHours, WorkingWindow
from tests.unit.tickets.timers import Timer

CASE = (Category.SUGGESTION, Severity.MINOR)
minutes = st.integers(1, 6000).map(lambda it: timedelta(minutes=it))
limits = st.one_of(
    minutes.map(lambda it: Limit(wall=it)),
    minutes.map(lambda it: Limit(working_time=it)),
    st.integers(1, 10).map(lambda it: Limit(working_days=it)),
)
moments = st.datetimes(datetime(2025, 12, 1), datetime(2027, 3, 1), timezones=st.just(UTC))  # noqa: DTZ001


@st.composite
def calendars(draw: st.DrawFn) -> BusinessCalendar:
    """Two to four windows a day, of half an hour at least."""
    edges = sorted(draw(st.lists(st.integers(0, 47), min_size=4, max_size=8, unique=True)))
    windows = [
        WorkingWindow(time(first // 2, first % 2 * 30), time(last // 2, last % 2 * 30))
        for first, last in zip(edges[::2], edges[1::2], strict=False)
    ]
    return BusinessCalendar(hours=WorkingHours.monday_to_friday(*windows))


@st.composite
def rules_of_a_community(draw: st.DrawFn) -> ClockRules:
    warning = draw(
        st.one_of(
            st.integers(1, 50).map(lambda it: WarningTime(percent=it)), minutes.map(lambda it: WarningTime(20, it))
        )
    )
    return ClockRules(draw(calendars()), ClockPolicy(limits={CASE: {Clock.SETTLE: draw(limits)}}, warning=warning))


def settle(rules: ClockRules, received: datetime, *pauses: Span) -> clocks.Due:
    return due_times(*CASE, received, rules, pauses=pauses)[Clock.SETTLE]


@given(rules=rules_of_a_community(), received=moments, wait=minutes)
def test_what_is_received_later_is_never_due_earlier(rules: ClockRules, received: datetime, wait: timedelta) -> None:
    earlier, later = settle(rules, received), settle(rules, received + wait)
    assert earlier.due_at <= later.due_at
    assert received <= earlier.warn_at <= earlier.due_at


@given(rules=rules_of_a_community(), received=moments)
def test_a_working_limit_ends_inside_a_window_or_at_its_closing(rules: ClockRules, received: datetime) -> None:
    due = settle(rules, received)
    calendar = rules.calendar
    if due.measure == "working":
        assert calendar.is_open(due.due_at) or calendar.is_open(due.due_at - timedelta(microseconds=1))
        assert calendar.working_time_between(received, due.due_at) > timedelta() or calendar.is_open(due.due_at)


@given(rules=rules_of_a_community(), received=moments, waits=st.lists(minutes, min_size=2, max_size=6))
def test_pauses_add_up(rules: ClockRules, received: datetime, waits: list[timedelta]) -> None:
    """Back to back from the receipt on, they move the end as the one long pause does, by exactly their time."""
    edges = [received]
    for wait in waits:
        edges.append(edges[-1] + wait)
    pieces = [Span(start, end) for start, end in pairwise(edges)]
    whole = Span(received, edges[-1])
    plain, moved = settle(rules, received), settle(rules, received, whole)
    took = elapsed(plain.measure, received, edges[-1], rules.calendar)
    assert elapsed(plain.measure, plain.due_at, moved.due_at, rules.calendar) == took
    in_pieces = settle(rules, received, *pieces)
    if all(piece.started_at <= plain.due_at for piece in pieces):
        assert in_pieces.due_at == moved.due_at


@given(rules=rules_of_a_community(), received=moments, waits=st.lists(st.tuples(minutes, minutes), max_size=4))
def test_pausing_step_by_step_is_working_it_out_anew(
    rules: ClockRules, received: datetime, waits: list[tuple[timedelta, timedelta]]
) -> None:
    timer = Timer(Clock.SETTLE, received)
    clocks.set_due(timer, settle(rules, received))
    spans, now = [], received
    for runs, waits_for in waits:
        paused_at = now + runs
        now = paused_at + waits_for
        clocks.breach_overdue([timer], paused_at)
        clocks.pause([timer], paused_at)
        clocks.resume([timer], now, rules.calendar)
        spans.append(Span(paused_at, now))
    anew = settle(rules, received, *spans)
    assert timer.due_at == anew.due_at
    assert timer.breached_at in {None, anew.due_at}
    if timer.breached_at is None:
        assert timer.warn_at == anew.warn_at


@given(
    received=moments,
    past=minutes,
    wait=minutes,
    category=st.sampled_from([Category.REPAIR, Category.COMPLAINT]),
    data=st.data(),
)
def test_nothing_erases_a_breach(
    received: datetime, past: timedelta, wait: timedelta, category: Category, data: st.DataObject
) -> None:
    rules = ClockRules(BusinessCalendar(), ClockPolicy())
    first, second = (data.draw(st.sampled_from(SEVERITIES[category])) for _ in range(2))
    timer = Timer(Clock.SETTLE, received)
    clocks.set_due(timer, due_times(category, first, received, rules)[Clock.SETTLE])
    due_at = timer.due_at
    clocks.breach_overdue([timer], due_at + past)
    clocks.pause([timer], due_at + past)
    clocks.resume([timer], due_at + past + wait, rules.calendar)
    clocks.reschedule([timer], due_times(category, second, received, rules, agreed_at=due_at + past + wait))
    assert (timer.breached_at, timer.due_at, timer.next_at) == (due_at, due_at, None)


@settings(max_examples=60)
@given(
    received=moments,
    after=minutes,
    took=minutes,
    category=st.sampled_from([Category.REPAIR, Category.COMPLAINT]),
    data=st.data(),
)
def test_another_severity_and_back_changes_nothing(
    received: datetime, after: timedelta, took: timedelta, category: Category, data: st.DataObject
) -> None:
    rules = ClockRules(BusinessCalendar(), ClockPolicy())
    first, second = (data.draw(st.sampled_from(SEVERITIES[category])) for _ in range(2))
    pauses = [Span(received + after, received + after + took)]
    before, other, back = (
        due_times(category, severity, received, rules, pauses=pauses) for severity in (first, second, first)
    )
    timers = []
    for clock, times in before.items():
        timer = Timer(clock, times.due_at)
        clocks.set_due(timer, times)
        timers.append(timer)
    kept = [timer for timer in timers if timer.clock in other]
    clocks.reschedule(kept, other)
    clocks.reschedule(kept, back)
    for timer in kept:
        again = before[Clock(timer.clock)]
        assert (timer.due_at, timer.warn_at, timer.measure, timer.starts_at) == (
            again.due_at, again.warn_at, again.measure, again.starts_at,
        )  # fmt: skip
