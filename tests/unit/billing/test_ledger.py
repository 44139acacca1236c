from collections import Counter
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from services.billing.domain.allocation import Allocation, Debt, allocate
from services.billing.domain.ledger import (
    MONEY_ACCOUNTS,
    Account,
    Balance,
    PaymentMethod,
    Posting,
    Settled,
    balances,
    post_charge,
    post_payment,
)
from services.billing.domain.tariff import Nature

FIRST_DAY = date(2026, 11, 1)


def books(postings: list[Posting]) -> list[Balance]:
    debits: Counter[tuple[Account, str | None]] = Counter()
    credited: Counter[tuple[Account, str | None]] = Counter()
    for posting in postings:
        debits[posting.debit, posting.item] += posting.amount_fen
        credited[posting.credit, posting.item] += posting.amount_fen
    return balances(debits, credited)


def balance_of(account: Account, postings: list[Posting]) -> int:
    return sum(row.balance_fen for row in books(postings) if row.account is account)


def test_a_posting_moves_something_between_two_accounts() -> None:
    with pytest.raises(ValueError, match="more than nothing"):
        Posting(Account.CASH, Account.RECEIVABLE, 0)
    with pytest.raises(ValueError, match="two accounts"):
        Posting(Account.CASH, Account.CASH, 1)


def test_a_fee_is_revenue_when_it_is_charged() -> None:
    postings = [post_charge("c1", "repair_tap", Nature.FEE, 8_000)]
    assert balance_of(Account.RECEIVABLE, postings) == 8_000
    assert balance_of(Account.REVENUE, postings) == 8_000


def test_a_deposit_is_held_only_once_it_is_paid() -> None:
    charged = post_charge("c1", "renovation_deposit", Nature.DEPOSIT, 200_000)
    assert balance_of(Account.DEPOSITS_DUE, [charged]) == 200_000
    assert balance_of(Account.DEPOSITS, [charged]) == 0

    settled = Settled("c1", "renovation_deposit", Nature.DEPOSIT, 150_000)
    postings = [charged, *post_payment(PaymentMethod.BANK, [settled], 0)]
    assert balance_of(Account.DEPOSITS, postings) == 150_000
    assert balance_of(Account.DEPOSITS_DUE, postings) == 50_000
    assert balance_of(Account.RECEIVABLE, postings) == 50_000
    assert balance_of(Account.REVENUE, postings) == 0


def test_revenue_is_told_apart_by_item_and_money_by_method() -> None:
    postings = [post_charge("a", "repair_tap", Nature.FEE, 100), post_charge("b", "repair_lock", Nature.FEE, 200)]
    postings += post_payment(PaymentMethod.CASH, [Settled("a", "repair_tap", Nature.FEE, 100)], 0)
    postings += post_payment(PaymentMethod.WECHAT, [Settled("b", "repair_lock", Nature.FEE, 200)], 50)
    assert [(row.account, row.item, row.balance_fen) for row in books(postings)] == [
        (Account.CASH, None, 100),
        (Account.WECHAT, None, 250),
        (Account.RECEIVABLE, None, 0),
        (Account.PREPAID, None, 50),
        (Account.REVENUE, "repair_lock", 200),
        (Account.REVENUE, "repair_tap", 100),
    ]


class HouseholdBooks(RuleBasedStateMachine):
    """Charges, payments and uses of the prepaid balance in any order and size; the books must agree at every step."""

    def __init__(self) -> None:
        super().__init__()
        self.postings: list[Posting] = []
        self.debts: dict[str, Debt] = {}
        self.nature: dict[str, Nature] = {}
        self.charged_fen = 0
        self.paid: Counter[PaymentMethod] = Counter()
        self.prepaid_fen = 0
        self.deposits_fen = 0

    @rule(fen=st.integers(1, 10**6), nature=st.sampled_from(Nature), days=st.integers(0, 4))
    def charge(self, fen: int, nature: Nature, days: int) -> None:
        charge_id = f"c{len(self.debts)}"
        self.debts[charge_id] = Debt(charge_id, FIRST_DAY + timedelta(days=days), fen)
        self.nature[charge_id] = nature
        self.charged_fen += fen
        self.postings.append(post_charge(charge_id, f"item_{nature}", nature, fen))

    @rule(
        fen=st.integers(1, 10**6),
        method=st.sampled_from([method for method in PaymentMethod if method is not PaymentMethod.PREPAID]),
        pick=st.randoms(use_true_random=False),
    )
    def pay(self, fen: int, method: PaymentMethod, pick: Random) -> None:
        owed = self._owed()
        designated = [debt.charge_id for debt in owed if pick.random() < 0.3]
        allocation = allocate(fen, owed, designated)
        self._settle(method, allocation)
        self.paid[method] += fen
        self.prepaid_fen += allocation.prepaid_fen

    @precondition(lambda self: self.prepaid_fen and self._owed())
    @rule(data=st.data())
    def use_prepaid(self, data: st.DataObject) -> None:
        most = min(self.prepaid_fen, sum(debt.outstanding_fen for debt in self._owed()))
        fen = data.draw(st.integers(1, most))
        allocation = allocate(fen, self._owed())
        assert allocation.prepaid_fen == 0
        self._settle(PaymentMethod.PREPAID, allocation)
        self.prepaid_fen -= fen

    def _owed(self) -> list[Debt]:
        return [debt for debt in self.debts.values() if debt.outstanding_fen]

    def _settle(self, method: PaymentMethod, allocation: Allocation) -> None:
        settled = []
        for part in allocation.parts:
            debt = self.debts[part.charge_id]
            self.debts[part.charge_id] = Debt(debt.charge_id, debt.due_on, part.outstanding_fen)
            nature = self.nature[part.charge_id]
            settled.append(Settled(part.charge_id, f"item_{nature}", nature, part.amount_fen))
            if nature is Nature.DEPOSIT:
                self.deposits_fen += part.amount_fen
        self.postings += post_payment(method, settled, allocation.prepaid_fen)

    @invariant()
    def debits_equal_credits(self) -> None:
        rows = books(self.postings)
        assert sum(row.debit_fen for row in rows) == sum(row.credit_fen for row in rows)

    @invariant()
    def charged_less_settled_is_what_is_owed(self) -> None:
        settled_fen = sum(posting.amount_fen for posting in self.postings if posting.credit is Account.RECEIVABLE)
        closing_fen = sum(debt.outstanding_fen for debt in self.debts.values())
        assert self.charged_fen - settled_fen == closing_fen
        assert balance_of(Account.RECEIVABLE, self.postings) == closing_fen

    @invariant()
    def prepaid_deposits_and_money_agree_with_the_payments(self) -> None:
        assert balance_of(Account.PREPAID, self.postings) == self.prepaid_fen >= 0
        assert balance_of(Account.DEPOSITS, self.postings) == self.deposits_fen
        for method, fen in self.paid.items():
            assert balance_of(MONEY_ACCOUNTS[method], self.postings) == fen


TestHouseholdBooks = HouseholdBooks.TestCase
