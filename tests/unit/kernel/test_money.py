from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.kernel.errors import Kind
from shared.kernel.money import (
    NoAllocationBase,
    allocate_largest_remainder,
    format_yuan,
    round_half_up,
    yuan,
)
from shared.kernel.text import Locale

AMOUNTS = st.integers(-(10**12), 10**12)
WEIGHTS = st.lists(st.integers(0, 10**6) | st.decimals(0, 10**4, places=2), min_size=1, max_size=30).filter(any)


@pytest.mark.parametrize(
    ("numerator", "denominator", "rounded"),
    [
        (0, 3, 0),
        (5, 2, 3),
        (7, 3, 2),
        (8, 3, 3),
        (249, 100, 2),
        (250, 100, 3),
        (-5, 2, -3),
        (-249, 100, -2),
        (-1, 3, 0),
        (10**30 + 5, 10, 10**29 + 1),
    ],
)
def test_an_exact_half_is_rounded_away_from_zero(numerator: int, denominator: int, rounded: int) -> None:
    assert round_half_up(numerator, denominator) == rounded


@settings(deadline=None)
@given(AMOUNTS, st.integers(1, 10**6))
def test_a_reversal_rounds_to_the_exact_negative_and_nothing_moves_by_more_than_half(
    numerator: int, denominator: int
) -> None:
    rounded = round_half_up(numerator, denominator)
    assert round_half_up(-numerator, denominator) == -rounded
    assert abs(Fraction(numerator, denominator) - rounded) <= Fraction(1, 2)


@settings(deadline=None)
@given(AMOUNTS)
def test_rounding_agrees_with_decimals_half_up(numerator: int) -> None:
    expected = (Decimal(numerator) / 1000).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    assert round_half_up(numerator, 1000) == int(expected)


@pytest.mark.parametrize("denominator", [0, -2])
def test_a_denominator_that_is_not_positive_is_refused(denominator: int) -> None:
    with pytest.raises(ValueError, match="positive"):
        round_half_up(5, denominator)


@pytest.mark.parametrize(
    ("fen", "plain", "chinese", "english"),
    [
        (0, "0.00", "¥0.00", "CNY 0.00"),
        (5, "0.05", "¥0.05", "CNY 0.05"),
        (8_000, "80.00", "¥80.00", "CNY 80.00"),
        (123_456_789, "1234567.89", "¥1,234,567.89", "CNY 1,234,567.89"),
        (-5, "-0.05", "-¥0.05", "-CNY 0.05"),
        (-100_000, "-1000.00", "-¥1,000.00", "-CNY 1,000.00"),
    ],
)
def test_fen_are_written_as_yuan(fen: int, plain: str, chinese: str, english: str) -> None:
    assert yuan(fen) == plain
    assert format_yuan(fen, "zh-CN") == chinese
    assert format_yuan(fen, "en") == english


@settings(deadline=None)
@given(AMOUNTS, st.sampled_from(["zh-CN", "en"]))
def test_what_is_written_reads_back_as_the_same_amount(fen: int, locale: Locale) -> None:
    assert int(Decimal(yuan(fen)) * 100) == fen
    assert format_yuan(fen, locale).replace("CNY ", "").replace("¥", "").replace(",", "") == yuan(fen)


@pytest.mark.parametrize(
    ("total_fen", "weights", "shares"),
    [
        (100, [1, 1, 1], [34, 33, 33]),
        (100, [1, 2, 3], [17, 33, 50]),
        (10, [0, 1, 0], [0, 10, 0]),
        (1, [1, 1], [1, 0]),
        (0, [3, 4], [0, 0]),
        (-100, [1, 1, 1], [-34, -33, -33]),
        (10_000, [Decimal("89.52"), Decimal("120.48")], [4263, 5737]),
    ],
)
def test_left_over_fen_go_to_the_largest_remainders(
    total_fen: int, weights: list[int | Decimal], shares: list[int]
) -> None:
    assert allocate_largest_remainder(total_fen, weights) == shares


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1], [3, -1]])
def test_without_a_positive_weight_or_with_a_negative_one_nothing_is_shared(weights: list[int]) -> None:
    with pytest.raises(NoAllocationBase) as refusal:
        allocate_largest_remainder(100, weights)
    assert refusal.value.kind is Kind.INVALID
    assert refusal.value.explain("zh-CN") != refusal.value.explain("en")


@settings(deadline=None)
@given(AMOUNTS, WEIGHTS)
def test_shares_sum_to_the_total_and_none_is_a_whole_fen_off(total_fen: int, weights: list[int | Decimal]) -> None:
    shares = allocate_largest_remainder(total_fen, weights)
    base = sum(Fraction(weight) for weight in weights)
    assert sum(shares) == total_fen
    assert all(
        abs(share - total_fen * Fraction(weight) / base) < 1 for share, weight in zip(shares, weights, strict=True)
    )


@settings(deadline=None)
@given(AMOUNTS, WEIGHTS)
def test_a_reversal_is_shared_as_the_exact_negative(total_fen: int, weights: list[int | Decimal]) -> None:
    mirrored = [-share for share in allocate_largest_remainder(-total_fen, weights)]
    assert allocate_largest_remainder(total_fen, weights) == mirrored
