"""When the committee hears of a household's arrears. Source: handbook B-11."""

from datetime import date

import pytest

from services.billing.domain.arrears import ArrearsPolicy, Over
from services.billing.domain.days import months_before

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 11, 23), 6, date(2026, 5, 23)),
        (date(2026, 8, 31), 6, date(2026, 2, 28)),
        (date(2028, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
        (date(2026, 3, 1), 36, date(2023, 3, 1)),
    ],
)
def test_months_back_stay_within_the_month(day: date, months: int, expected: date) -> None:
    assert months_before(day, months) == expected


@pytest.mark.parametrize(
    ("overdue_fen", "oldest_due_on", "over"),
    [
        (500_000, date(2026, 5, 23), []),
        (500_001, date(2026, 5, 23), [Over.AMOUNT]),
        (1, date(2026, 5, 22), [Over.AGE]),
        (500_001, date(2026, 5, 22), [Over.AGE, Over.AMOUNT]),
    ],
)
def test_a_household_is_over_only_beyond_a_threshold(overdue_fen: int, oldest_due_on: date, over: list[Over]) -> None:
    assert ArrearsPolicy().passed(overdue_fen, oldest_due_on, TODAY) == over


def test_a_community_may_be_stricter() -> None:
    policy = ArrearsPolicy(months=3, amount_fen=100_000)
    assert policy.passed(100_001, date(2026, 8, 22), TODAY) == [Over.AGE, Over.AMOUNT]
    assert policy.passed(100_000, date(2026, 8, 23), TODAY) == []
