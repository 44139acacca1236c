"""Days, weeks and months that move with the date."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from services.tickets.requests.domain.periods import Period, bounds

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("period", "now", "since", "until"),
    [
        (Period.TODAY, "2026-11-22T16:00", "2026-11-22T16:00", "2026-11-23T16:00"),
        (Period.TODAY, "2026-11-22T15:59", "2026-11-21T16:00", "2026-11-22T16:00"),
        (Period.THIS_WEEK, "2026-11-29T15:59", "2026-11-22T16:00", "2026-11-29T16:00"),
        (Period.THIS_WEEK, "2026-11-29T16:00", "2026-11-29T16:00", "2026-12-06T16:00"),
        (Period.THIS_MONTH, "2026-11-30T16:00", "2026-11-30T16:00", "2026-12-31T16:00"),
        (Period.THIS_MONTH, "2026-02-10T00:00", "2026-01-31T16:00", "2026-02-28T16:00"),
    ],
)
def test_a_period_is_the_communitys_own(period: Period, now: str, since: str, until: str) -> None:
    moments = [datetime.fromisoformat(it).replace(tzinfo=UTC) for it in (now, since, until)]
    assert bounds(period, moments[0], SHANGHAI) == tuple(moments[1:])
