"""Quotes and settlement. Source: handbook T-09, B-01, B-17."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.tickets.requests.domain.errors import DuplicateItem, UnknownTariffItem
from services.tickets.requests.domain.quoting import Billed, agreed_quantities, bill, fill_in, in_force, price_lines
from services.tickets.requests.domain.settlement import PaymentStatus, settle

TODAY = date(2026, 11, 23)


@dataclass
class Price:
    item: str
    unit_price_fen: int
    valid_from: date
    unit: str = "piece"
    name_zh: str = "换龙头"
    name_en: str = "Tap"


@dataclass
class Asked:
    item: str
    quantity: int


def test_the_price_is_the_latest_that_has_begun() -> None:
    prices = [
        Price("tap", 9000, date(2026, 11, 24)),
        Price("tap", 8000, TODAY),
        Price("tap", 7000, date(2026, 1, 1)),
        Price("future", 100, date(2026, 11, 24)),
        Price("fee", 280, date(2026, 1, 1), unit="m2_month"),
    ]
    assert {item: price.unit_price_fen for item, price in in_force(prices, TODAY).items()} == {"tap": 8000}


@given(price=st.integers(0, 10**7), quantity=st.integers(1, 1000))
def test_a_line_is_priced_to_the_fen(price: int, quantity: int) -> None:
    (line,) = price_lines([Asked("tap", quantity)], {"tap": Price("tap", price, TODAY)})
    assert line.amount_fen == price * quantity
    assert line.as_json()["unit_price_fen"] == price


def test_an_unknown_or_repeated_item_is_named_by_its_line() -> None:
    known = {"tap": Price("tap", 8000, TODAY)}
    with pytest.raises(UnknownTariffItem) as unknown:
        price_lines([Asked("tap", 1), Asked("gold", 1)], known)
    with pytest.raises(DuplicateItem) as repeated:
        price_lines([Asked("tap", 1), Asked("tap", 1)], known)
    assert (unknown.value.pointer, repeated.value.pointer) == ("/lines/1/item", "/lines/1/item")


@dataclass
class Charge:
    id: str
    amount_fen: int
    is_reversed: bool = False


@dataclass
class Paid:
    charge_id: str
    amount_fen: int
    outstanding_fen: int


@pytest.mark.parametrize(
    ("billable", "charges", "payments", "status"),
    [
        (0, [], [], PaymentStatus.NONE),
        (8000, [], [], PaymentStatus.AWAITING_CHARGE),
        (8000, [Charge("a", 8000)], [], PaymentStatus.DUE),
        (8000, [Charge("a", 8000)], [Paid("a", 1, 7999)], PaymentStatus.PARTLY_PAID),
        (8000, [Charge("a", 8000)], [Paid("a", 8000, 0)], PaymentStatus.PAID),
        (8000, [], [Paid("a", 8000, 0)], PaymentStatus.PAID),
        (8000, [], [Paid("a", 3000, 5000)], PaymentStatus.PARTLY_PAID),
        (8000, [Charge("a", 8000, is_reversed=True)], [], PaymentStatus.NONE),
        (8000, [Charge("a", 8000, is_reversed=True), Charge("b", 7000)], [], PaymentStatus.DUE),
        (8000, [Charge("a", 3000), Charge("b", 5000)], [Paid("a", 3000, 0)], PaymentStatus.PARTLY_PAID),
    ],
)
def test_the_status_says_what_waits_for_money(
    billable: int, charges: list[Charge], payments: list[Paid], status: PaymentStatus
) -> None:
    assert settle(billable, charges, payments).status is status


@given(
    amounts=st.lists(st.integers(1, 10**6), min_size=1, max_size=4),
    cuts=st.lists(st.integers(0, 3), max_size=4),
    seed=st.integers(),
)
def test_no_order_changes_the_result(amounts: list[int], cuts: list[int], seed: int) -> None:
    charges = [Charge(str(place), amount) for place, amount in enumerate(amounts)]
    payments = []
    for charge, parts in zip(charges, cuts, strict=False):
        left = charge.amount_fen
        for _ in range(parts):
            part = max(1, left // 2)
            if left:
                left -= part
                payments.append(Paid(charge.id, part, left))
    wanted = settle(1, charges, payments)
    Random(seed).shuffle(charges)
    Random(seed).shuffle(payments)
    assert settle(1, charges, payments) == wanted
    assert wanted.charged_fen == sum(amounts)
    assert wanted.paid_fen == sum(part.amount_fen for part in payments)


def quoted(item: str, quantity: int, unit_price_fen: int = 8000) -> dict[str, object]:
    return {"item": item, "quantity": quantity, "unit_price_fen": unit_price_fen}


def used(**quantities: str) -> dict[str, Decimal]:
    return {item: Decimal(quantity) for item, quantity in quantities.items()}


CALL_OUT = Billed("call_out", 1, 2050)


def test_all_accepted_quotes_count_together_each_at_its_own_price() -> None:
    quotes = [[quoted("tap", 2), quoted("call_out", 1, 2050)], [quoted("tap", 1, 9000)]]
    assert agreed_quantities(quotes) == {"tap": 3, "call_out": 1}
    assert bill(quotes) == [Billed("tap", 3, 25_000), Billed("call_out", 1, 2050)]


@pytest.mark.parametrize(
    ("visits", "billed"),
    [
        # nothing named: done as quoted
        ([{}], [Billed("tap", 3, 25_000), CALL_OUT]),
        # what was used, the earlier quote's first; an item that is not named was done as quoted
        ([used(tap="1")], [Billed("tap", 1, 8000), CALL_OUT]),
        ([used(call_out="1")], [Billed("tap", 3, 25_000), CALL_OUT]),
        ([used(tap="3", call_out="1")], [Billed("tap", 3, 25_000), CALL_OUT]),
        # a unit begun is a whole one, over visits it is counted once
        ([used(tap="0.5")], [Billed("tap", 1, 8000), CALL_OUT]),
        ([used(tap="0.5"), used(tap="0.5")], [Billed("tap", 1, 8000), CALL_OUT]),
        ([used(tap="2"), used(tap="0.25")], [Billed("tap", 3, 25_000), CALL_OUT]),
        # a later visit that names nothing adds nothing to what was filled in
        ([used(tap="1"), {}], [Billed("tap", 1, 8000), CALL_OUT]),
    ],
)
def test_what_was_used_is_billed_and_never_more_than_was_accepted(
    visits: list[dict[str, Decimal]], billed: list[Billed]
) -> None:
    quotes = [[quoted("tap", 2), quoted("call_out", 1, 2050)], [quoted("tap", 1, 9000)]]
    for visit in visits:
        quotes = fill_in(quotes, visit)
    assert bill(quotes) == billed


@given(
    agreed=st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 9), st.integers(0, 500)), min_size=1, max_size=6),
    visits=st.lists(st.dictionaries(st.sampled_from("abc"), st.decimals("0.001", 9, places=3)), max_size=4),
)
def test_no_visit_bills_more_than_the_quotes_or_less_than_the_visit_before(
    agreed: list[tuple[str, int, int]], visits: list[dict[str, Decimal]]
) -> None:
    quotes = [[quoted(*line)] for line in agreed]
    most, before = sum(line.amount_fen for line in bill(quotes)), 0
    for visit in visits:
        quotes = fill_in(quotes, visit)
        now = sum(line.amount_fen for line in bill(quotes))
        assert before <= now <= most
        before = now
