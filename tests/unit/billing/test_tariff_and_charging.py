from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.billing.domain import labels
from services.billing.domain.charging import CauseKind, ChargeStatus, Line, charge_status, due_on, one_per_item
from services.billing.domain.days import local_day
from services.billing.domain.errors import PriceInThePast
from services.billing.domain.ledger import PaymentMethod
from services.billing.domain.tariff import Nature, ensure_not_past, in_force
from shared.contracts import billing as contracts
from shared.contracts import common

TAP = Line("repair_tap", "更换水龙头", "Replace a tap", "piece", Nature.FEE, 1, 8_000)


@dataclass(frozen=True)
class Price:
    valid_from: date
    fen: int


def test_the_price_in_force_is_the_latest_that_has_begun() -> None:
    prices = [Price(date(2027, 1, 1), 3), Price(date(2025, 1, 1), 1), Price(date(2026, 1, 1), 2)]
    assert in_force(prices, date(2026, 12, 31)) == Price(date(2026, 1, 1), 2)
    assert in_force(prices, date(2027, 1, 1)) == Price(date(2027, 1, 1), 3)
    assert in_force(prices, date(2024, 12, 31)) is None


@given(st.lists(st.dates(), min_size=1, unique=True), st.dates(), st.dates())
def test_a_price_for_later_never_changes_what_holds_today(starts: list[date], today: date, later: date) -> None:
    prices = [Price(start, number) for number, start in enumerate(starts)]
    added = Price(max(later, date.fromordinal(min(today.toordinal() + 1, date.max.toordinal()))), -1)
    if added.valid_from > today:
        assert in_force([*prices, added], today) == in_force(prices, today)


def test_a_price_may_hold_from_today_but_not_from_yesterday() -> None:
    ensure_not_past(date(2026, 11, 22), date(2026, 11, 22))
    with pytest.raises(PriceInThePast, match="2026-11-22"):
        ensure_not_past(date(2026, 11, 21), date(2026, 11, 22))


def test_a_repair_leaves_two_weeks_to_pay_and_a_renovation_none() -> None:
    sunday = date(2026, 11, 22)
    assert due_on(CauseKind.TICKET, sunday) == date(2026, 12, 6)
    assert due_on(CauseKind.RENOVATION, sunday) == sunday


def test_lines_of_one_item_are_one_charge_and_free_work_is_none() -> None:
    socket = replace(TAP, item="repair_socket", amount_fen=4_000)
    free = replace(TAP, item="repair_visit", amount_fen=0)
    lines = one_per_item([TAP, socket, free, replace(TAP, quantity=2, amount_fen=15_000)])
    assert [(line.item, line.quantity, line.amount_fen) for line in lines] == [
        ("repair_tap", 3, 23_000),
        ("repair_socket", 1, 4_000),
    ]


def test_a_charge_is_paid_with_its_last_fen() -> None:
    assert charge_status(100, 100) is ChargeStatus.OPEN
    assert charge_status(100, 1) is ChargeStatus.PARTLY_PAID
    assert charge_status(100, 0) is ChargeStatus.PAID


def test_a_communitys_day_begins_at_its_own_midnight() -> None:
    assert local_day(datetime(2026, 11, 22, 15, 59, tzinfo=UTC), "Asia/Shanghai") == date(2026, 11, 22)
    assert local_day(datetime(2026, 11, 22, 16, 0, tzinfo=UTC), "Asia/Shanghai") == date(2026, 11, 23)


def test_every_code_has_words_in_both_languages() -> None:
    for table in labels.CODE_TABLES.values():
        assert all(words.zh and words.en for words in table.values())
    assert {*labels.METHODS} == {*PaymentMethod}
    assert {*labels.CAUSES} == {*CauseKind}


def test_methods_and_causes_are_those_of_the_contracts() -> None:
    assert {*PaymentMethod} == set(get_args(contracts.PaymentMethod))
    assert {*CauseKind} == set(get_args(common.CauseKind))
