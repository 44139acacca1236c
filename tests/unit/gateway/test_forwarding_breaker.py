"""The breaker's rules, on a clock that stands still."""

from gateway.forwarding import Breaker, Circuit
from gateway.forwarding.budget import RetryBudget


class Watch:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def breaker(clock: Watch) -> Breaker:
    return Breaker(failures=3, window_s=10, rest_s=5, clock=clock)


def fail(subject: Breaker, times: int = 1) -> None:
    for _ in range(times):
        ticket = subject.admit()
        assert ticket is not None
        subject.failed(ticket)


def test_three_failures_in_a_row_open_the_breaker_and_nothing_is_admitted() -> None:
    subject = breaker(Watch())
    fail(subject, 3)
    assert subject.circuit is Circuit.OPEN
    assert subject.admit() is None
    assert subject.retry_after_s == 5


def test_a_success_in_between_starts_the_count_anew() -> None:
    subject = breaker(Watch())
    fail(subject, 2)
    ticket = subject.admit()
    assert ticket is not None
    subject.succeeded(ticket)
    fail(subject, 2)
    assert subject.circuit is Circuit.CLOSED


def test_failures_further_apart_than_the_window_do_not_add_up() -> None:
    clock = Watch()
    subject = breaker(clock)
    fail(subject, 2)
    clock.now += 11
    fail(subject, 2)
    assert subject.circuit is Circuit.CLOSED


def test_after_its_rest_one_request_is_let_through_and_its_success_closes_the_breaker() -> None:
    clock = Watch()
    subject = breaker(clock)
    fail(subject, 3)
    clock.now += 5
    trial = subject.admit()
    assert trial is not None
    assert subject.admit() is None
    subject.succeeded(trial)
    assert subject.circuit is Circuit.CLOSED
    assert subject.admit() is not None


def test_a_failed_trial_opens_the_breaker_for_another_rest() -> None:
    clock = Watch()
    subject = breaker(clock)
    fail(subject, 3)
    clock.now += 5
    fail(subject)
    assert subject.circuit is Circuit.OPEN
    assert subject.admit() is None
    assert subject.retry_after_s == 5


def test_a_trial_whose_client_left_makes_room_for_the_next_at_once() -> None:
    clock = Watch()
    subject = breaker(clock)
    fail(subject, 3)
    clock.now += 5
    trial = subject.admit()
    assert trial is not None
    subject.released(trial)
    assert subject.admit() is not None


def test_outcomes_of_requests_from_before_the_breaker_turned_tell_nothing() -> None:
    clock = Watch()
    subject = breaker(clock)
    early = subject.admit()
    assert early is not None
    fail(subject, 3)
    clock.now += 5
    trial = subject.admit()
    assert trial is not None
    subject.failed(early)
    subject.succeeded(early)
    assert subject.circuit is Circuit.HALF_OPEN


def test_retries_stay_within_a_fifth_of_the_requests() -> None:
    budget = RetryBudget(percent=20)
    for _ in range(1000):
        budget.earn()
        budget.spend()
    assert budget.requests == 1000
    assert 195 <= budget.retries <= 201
