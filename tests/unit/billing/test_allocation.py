from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.billing.domain.allocation import Debt, Part, allocate

MONDAY = date(2026, 11, 23)


def debt(charge_id: str, owed_fen: int, *, due_in_days: int = 0) -> Debt:
    return Debt(charge_id, MONDAY + timedelta(days=due_in_days), owed_fen)


def test_what_is_due_earlier_is_settled_first() -> None:
    allocation = allocate(150, [debt("later", 100, due_in_days=9), debt("earlier", 100, due_in_days=-9)])
    assert allocation.parts == (Part("earlier", 100, 0), Part("later", 50, 50))
    assert allocation.prepaid_fen == 0


def test_debts_of_one_day_share_in_proportion_and_to_the_fen() -> None:
    allocation = allocate(100, [debt("a", 100), debt("b", 100), debt("c", 100)])
    assert [part.amount_fen for part in allocation.parts] == [34, 33, 33]
    assert [part.outstanding_fen for part in allocation.parts] == [66, 67, 67]


def test_the_payers_designation_comes_before_the_law_and_in_the_payers_order() -> None:
    debts = [debt("old", 100, due_in_days=-30), debt("new", 100, due_in_days=30), debt("newest", 100, due_in_days=60)]
    allocation = allocate(150, debts, ["newest", "new"])
    assert allocation.parts == (Part("newest", 100, 0), Part("new", 50, 50))


def test_what_is_left_after_the_designated_follows_the_law() -> None:
    debts = [debt("old", 100, due_in_days=-30), debt("older", 100, due_in_days=-60), debt("new", 100)]
    allocation = allocate(250, debts, ["new"])
    assert allocation.parts == (Part("new", 100, 0), Part("older", 100, 0), Part("old", 50, 50))


def test_what_nobody_owes_becomes_prepaid() -> None:
    assert allocate(500, [debt("only", 80)]).prepaid_fen == 420
    assert allocate(500, []).prepaid_fen == 500


def test_a_share_of_nothing_is_no_part() -> None:
    allocation = allocate(1, [debt("small", 1), debt("large", 10_000)])
    assert allocation.parts == (Part("large", 1, 9_999),)


def test_a_designated_charge_must_be_among_the_debts() -> None:
    with pytest.raises(KeyError):
        allocate(100, [debt("a", 100)], ["b"])


DEBTS = st.lists(st.tuples(st.integers(1, 10**6), st.integers(-3, 3)), max_size=12).map(
    lambda owed: [debt(f"c{number}", fen, due_in_days=days) for number, (fen, days) in enumerate(owed)]
)


@st.composite
def payments(draw: st.DrawFn) -> tuple[int, list[Debt], list[str]]:
    debts = draw(DEBTS)
    ids = [each.charge_id for each in debts]
    designated = draw(st.lists(st.sampled_from(ids), unique=True)) if ids else []
    return draw(st.integers(1, 10**7)), debts, designated


@given(payments())
def test_parts_and_prepaid_sum_to_the_payment_and_no_charge_gets_more_than_it_owes(
    payment: tuple[int, list[Debt], list[str]],
) -> None:
    amount_fen, debts, designated = payment
    allocation = allocate(amount_fen, debts, designated)
    owed = {each.charge_id: each.outstanding_fen for each in debts}
    assert sum(part.amount_fen for part in allocation.parts) + allocation.prepaid_fen == amount_fen
    assert len({part.charge_id for part in allocation.parts}) == len(allocation.parts)
    for part in allocation.parts:
        assert 0 < part.amount_fen <= owed[part.charge_id]
        assert part.outstanding_fen == owed[part.charge_id] - part.amount_fen


@given(payments())
def test_nothing_is_prepaid_while_anything_is_owed(payment: tuple[int, list[Debt], list[str]]) -> None:
    amount_fen, debts, designated = payment
    owed_fen = sum(each.outstanding_fen for each in debts)
    assert allocate(amount_fen, debts, designated).prepaid_fen == max(0, amount_fen - owed_fen)


@given(payments())
def test_no_later_debt_gets_a_fen_while_an_earlier_one_is_open(payment: tuple[int, list[Debt], list[str]]) -> None:
    amount_fen, debts, _ = payment
    paid = {part.charge_id: part.amount_fen for part in allocate(amount_fen, debts).parts}
    still_open = [each for each in debts if paid.get(each.charge_id, 0) < each.outstanding_fen]
    first_open = min((each.due_on for each in still_open), default=None)
    assert all(first_open is None or each.due_on <= first_open for each in debts if each.charge_id in paid)


@given(payments())
def test_the_order_in_which_debts_are_read_does_not_matter(payment: tuple[int, list[Debt], list[str]]) -> None:
    amount_fen, debts, designated = payment
    assert allocate(amount_fen, debts, designated) == allocate(amount_fen, debts[::-1], designated)
