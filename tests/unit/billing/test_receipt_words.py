from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.billing.domain.receipts import capital_amount, charge_number, receipt_number


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (0, "人民币零元整"),
        (5, "人民币伍分"),
        (50, "人民币伍角整"),
        (8_000, "人民币捌拾元整"),
        (1_000, "人民币壹拾元整"),
        (10_000, "人民币壹佰元整"),
        (140_950, "人民币壹仟肆佰零玖元伍角整"),
        (600_714, "人民币陆仟零柒元壹角肆分"),
        (1_640_902, "人民币壹万陆仟肆佰零玖元零贰分"),
        (32_504, "人民币叁佰贰拾伍元零肆分"),
        (168_032, "人民币壹仟陆佰捌拾元叁角贰分"),
        (10_700_053, "人民币壹拾万柒仟元伍角叁分"),
        (100_005_000_00, "人民币壹亿零伍仟元整"),
        (10_000_000_000_00, "人民币壹佰亿元整"),
        (10_0001_0001_00, "人民币壹拾亿零壹万零壹元整"),
        (999_999_999_999_99, "人民币玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
    ],
)
def test_amounts_are_written_in_capital_numerals_as_the_payment_rules_ask(fen: int, words: str) -> None:
    assert capital_amount(fen) == words


@pytest.mark.parametrize("fen", [-1, 10**14])
def test_what_has_no_capital_form_is_refused(fen: int) -> None:
    with pytest.raises(ValueError, match="no capital form"):
        capital_amount(fen)


@given(st.integers(0, 10**14 - 1))
def test_capital_numerals_read_back_as_the_same_amount(fen: int) -> None:
    words = capital_amount(fen)
    assert _read(words) == fen
    assert "零零" not in words
    assert not words.startswith("人民币零") or fen < 100


def test_numbers_carry_their_day_or_year_and_keep_counting_beyond_their_width() -> None:
    assert charge_number(date(2026, 11, 22), 1) == "C261122-0001"
    assert charge_number(date(2026, 11, 22), 12_345) == "C261122-12345"
    assert receipt_number("SG", 2026, 1) == "SG-2026-000001"


def _read(words: str) -> int:
    """The other direction, written independently: digits and places as a reader adds them up."""
    digits = {sign: value for value, sign in enumerate("零壹贰叁肆伍陆柒捌玖")}
    places = {"拾": 10, "佰": 100, "仟": 1000}
    total = group = digit = fen = 0
    for sign in words.removeprefix("人民币").removesuffix("整"):
        if sign in digits:
            digit = digits[sign]
        elif sign in places:
            group += digit * places[sign]
            digit = 0
        elif sign in "万亿元":
            total += (group + digit) * {"万": 10**4, "亿": 10**8, "元": 1}[sign]
            group = digit = 0
        else:
            fen += digit * {"角": 10, "分": 1}[sign]
            digit = 0
    return total * 100 + fen
