"""What the gate answers, state by state and day by day. Source: handbook A-34."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.access.domain.gate import Decision, Reason, judge
from services.access.domain.lifecycle import Status

TODAY = date(2026, 11, 22)
REASONS = {
    Status.REQUESTED: Reason.NOT_ISSUED,
    Status.IN_REVIEW: Reason.NOT_ISSUED,
    Status.REVIEWED: Reason.NOT_ISSUED,
    Status.STAMPED: Reason.NOT_ISSUED,
    Status.MADE: Reason.NOT_ISSUED,
    Status.ISSUED: Reason.VALID,
    Status.SUSPENDED: Reason.SUSPENDED,
    Status.RETURNED: Reason.RETURNED,
    Status.EXPIRED: Reason.EXPIRED,
    Status.LOST: Reason.LOST,
    Status.REVOKED: Reason.REVOKED,
    Status.RECALLED: Reason.RECALLED,
    Status.REFUSED: Reason.REFUSED,
}


@pytest.mark.parametrize("status", list(Status))
def test_inside_its_period_the_state_decides(status: Status) -> None:
    verdict = judge(status, valid_from=TODAY, valid_until=TODAY, today=TODAY)
    assert verdict.reason is REASONS[status]
    assert verdict.decision is (Decision.ALLOW if status is Status.ISSUED else Decision.DENY)


@pytest.mark.parametrize(
    ("valid_from", "valid_until", "reason"),
    [
        (None, None, Reason.VALID),
        (TODAY, None, Reason.VALID),
        (None, TODAY, Reason.VALID),
        (TODAY + timedelta(days=1), None, Reason.NOT_YET_VALID),
        (None, TODAY - timedelta(days=1), Reason.EXPIRED),
        (TODAY - timedelta(days=9), TODAY - timedelta(days=1), Reason.EXPIRED),
    ],
)
def test_an_issued_pass_opens_on_the_days_of_its_period(
    valid_from: date | None, valid_until: date | None, reason: Reason
) -> None:
    assert judge(Status.ISSUED, valid_from=valid_from, valid_until=valid_until, today=TODAY).reason is reason


@given(
    status=st.sampled_from(Status),
    valid_from=st.none() | st.dates(),
    valid_until=st.none() | st.dates(),
    today=st.dates(),
)
def test_it_opens_only_for_an_issued_pass_within_both_ends(
    status: Status, valid_from: date | None, valid_until: date | None, today: date
) -> None:
    verdict = judge(status, valid_from=valid_from, valid_until=valid_until, today=today)
    begun = valid_from is None or valid_from <= today
    goes_on = valid_until is None or today <= valid_until
    assert (verdict.decision is Decision.ALLOW) == (status is Status.ISSUED and begun and goes_on)
