"""A ticket's clocks through any life: met or breached, never both wrongly, never forgotten."""

from datetime import UTC, datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from services.tickets.requests.domain import clocks
from services.tickets.requests.domain.clocks import Clock, Due, breach_overdue, meet, reschedule, run_again, warn_near
from services.tickets.requests.domain.intake import SEVERITIES, Category, Severity
from services.tickets.requests.domain.lifecycle import LIFECYCLE, UNSETTLED, Action, Status
from services.tickets.requests.domain.limits import ClockPolicy, ClockRules, due_times
from services.tickets.requests.domain.pauses import Span
from shared.kernel.business_calendar import BusinessCalendar
from tests.unit.tickets.timers import Timer

CALENDAR = BusinessCalendar()
RULES = ClockRules(CALENDAR, ClockPolicy())
START = datetime(2026, 9, 29, 6, tzinfo=UTC)


def made(clock: Clock, due: Due, paused_at: datetime | None = None) -> Timer:
    timer = Timer(clock, due.due_at)
    clocks.set_due(timer, due, paused_at)
    return timer


class TicketLife(RuleBasedStateMachine):
    """The domain as the use cases drive it, on a clock that only goes forward."""

    @initialize(category=st.sampled_from([Category.REPAIR, Category.COMPLAINT]), data=st.data())
    def open(self, category: Category, data: st.DataObject) -> None:
        self.category = category
        self.severity = data.draw(st.sampled_from(SEVERITIES[category]))
        self.now = START
        self.status = Status.OPENED
        self.agreed_at: datetime | None = None
        self.paused_at: datetime | None = None
        self.pauses: list[Span] = []
        due = due_times(category, self.severity, START, RULES)
        self.timers = [made(clock, times) for clock, times in due.items()]
        self.told: list[tuple[str, datetime]] = []

    def _tell(self, late: list[Timer]) -> None:
        self.told += [(timer.clock, timer.due_at) for timer in late]

    def _move(self, action: Action, *clocks: Clock) -> None:
        self.status = LIFECYCLE.next(self.status, action)
        self._tell(meet(self.timers, clocks, self.now))

    @rule(pause=st.timedeltas(timedelta(0), timedelta(days=3)))
    def time_passes(self, pause: timedelta) -> None:
        self.now += pause

    @rule()
    def timer_ticks(self) -> None:
        due = [timer for timer in self.timers if timer.next_at is not None and timer.next_at < self.now]
        late = breach_overdue(self.timers, self.now)
        near = warn_near(self.timers, self.now)
        assert {timer.clock for timer in (*late, *near)} == {timer.clock for timer in due}
        self._tell(late)
        assert not [timer for timer in self.timers if clocks.is_running(timer) and timer.due_at < self.now]

    @precondition(lambda self: self.status in UNSETTLED and self.paused_at is None)
    @rule()
    def pause(self) -> None:
        self._tell(breach_overdue(self.timers, self.now))
        clocks.pause(self.timers, self.now)
        self.paused_at = self.now

    @precondition(lambda self: self.paused_at is not None)
    @rule()
    def resume(self) -> None:
        self._end_pause()

    def _end_pause(self) -> None:
        if self.paused_at is not None:
            clocks.resume(self.timers, self.now, CALENDAR)
            self.pauses.append(Span(self.paused_at, self.now))
            self.paused_at = None

    @precondition(lambda self: self.status in {Status.OPENED, Status.DISPATCHED, Status.ACCEPTED})
    @rule()
    def dispatch(self) -> None:
        self._move(Action.DISPATCH, Clock.DISPATCH)

    @precondition(lambda self: self.status is Status.DISPATCHED)
    @rule()
    def accept_and_arrive(self) -> None:
        self._end_pause()
        self._move(Action.ACCEPT)
        self._move(Action.ARRIVE, Clock.ARRIVE)

    @precondition(lambda self: self.status is Status.ON_SITE)
    @rule()
    def complete(self) -> None:
        self._end_pause()
        self._move(Action.COMPLETE, Clock.ARRIVE, Clock.SETTLE)

    @precondition(lambda self: self.status is Status.COMPLETED)
    @rule()
    def reopen(self) -> None:
        self._move(Action.REOPEN)
        run_again(self.timers, {Clock.SETTLE})

    @precondition(lambda self: self.status is Status.COMPLETED)
    @rule()
    def close(self) -> None:
        self._move(Action.CLOSE, *Clock)
        assert all(timer.met_at for timer in self.timers)

    @precondition(lambda self: self.status not in {Status.COMPLETED, Status.CLOSED})
    @rule(data=st.data(), wait=st.timedeltas(timedelta(0), timedelta(days=9)))
    def severity_changes_or_time_is_agreed(self, data: st.DataObject, wait: timedelta) -> None:
        self._tell(breach_overdue(self.timers, self.now))
        self.severity = data.draw(st.sampled_from(SEVERITIES[self.category]))
        if data.draw(st.booleans()):
            self.agreed_at = self.now + wait
        due = due_times(self.category, self.severity, START, RULES, agreed_at=self.agreed_at, pauses=self.pauses)
        changed = reschedule(self.timers, due, self.paused_at)
        kept = [timer for timer in self.timers if timer.clock not in changed.dropped]
        self.timers = [*kept, *(made(clock, times, self.paused_at) for clock, times in changed.added.items())]
        self._tell(breach_overdue(self.timers, self.now))

    @invariant()
    def each_clock_stands_once_and_every_breach_was_told_once(self) -> None:
        names = [timer.clock for timer in self.timers]
        assert len(names) == len(set(names))
        breached = [(timer.clock, timer.breached_at) for timer in self.timers if timer.breached_at]
        assert sorted(breached) == sorted(self.told)

    @invariant()
    def running_clocks_are_as_if_worked_out_anew(self) -> None:
        due = due_times(self.category, self.severity, START, RULES, agreed_at=self.agreed_at, pauses=self.pauses)
        for timer in self.timers:
            if clocks.is_open(timer):
                assert (timer.due_at, timer.warn_at) == (
                    due[Clock(timer.clock)].due_at,
                    due[Clock(timer.clock)].warn_at,
                )

    @invariant()
    def something_is_due_of_running_clocks_alone(self) -> None:
        for timer in self.timers:
            assert (timer.next_at is not None) is clocks.is_running(timer)
            assert timer.paused_at in {None, self.paused_at}

    @invariant()
    def a_breach_is_at_the_due_time_and_what_was_met_in_time_is_none(self) -> None:
        for timer in self.timers:
            assert timer.breached_at in {None, timer.due_at}
            if timer.met_at is not None and timer.met_at > timer.due_at:
                assert timer.breached_at == timer.due_at


TestTicketLife = TicketLife.TestCase
TestTicketLife.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)


def test_the_severities_of_every_category_are_known_to_the_life() -> None:
    assert Severity.EMERGENCY in SEVERITIES[Category.REPAIR]
