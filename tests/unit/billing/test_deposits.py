"""A deposit's life by every path, with its ledger. Source: handbook B-05, B-07, B-09, R-31."""

import itertools
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from services.billing.domain.deposits import (
    DEPOSIT_LIFE,
    DEPOSIT_STATUSES,
    DEPOSIT_TRANSITIONS,
    REFUND_METHODS,
    Claim,
    DepositAction,
    DepositStatus,
    keep_of,
    possible,
)
from services.billing.domain.labels import DEPOSIT_ACTIONS
from services.billing.domain.ledger import (
    MONEY_ACCOUNTS,
    Account,
    PaymentMethod,
    Posting,
    Settled,
    post_charge,
    post_credit,
    post_deduction,
    post_payment,
    post_refund,
)
from services.billing.domain.tariff import Nature
from shared.kernel.state_machine import IllegalTransition

claims = st.lists(st.builds(Claim, st.sampled_from(["rubbish", "other"]), st.integers(-100, 5_000)), max_size=5)


@pytest.mark.parametrize(("status", "action"), list(itertools.product(DepositStatus, DepositAction)))
def test_every_pair_leads_where_the_table_says_or_is_refused(status: DepositStatus, action: DepositAction) -> None:
    wanted = DEPOSIT_TRANSITIONS.get((status, action))
    if wanted is not None:
        assert DEPOSIT_LIFE.next(status, action) is wanted
        return
    with pytest.raises(IllegalTransition):
        DEPOSIT_LIFE.next(status, action)


def test_nothing_is_paid_without_approval_and_nothing_follows_the_refund() -> None:
    into_refunded = [edge for edge, after in DEPOSIT_TRANSITIONS.items() if after is DepositStatus.REFUNDED]
    assert into_refunded == [(DepositStatus.APPROVED, DepositAction.PAY)]
    into_approved = [edge for edge, after in DEPOSIT_TRANSITIONS.items() if after is DepositStatus.APPROVED]
    assert into_approved == [(DepositStatus.REQUESTED, DepositAction.APPROVE)]
    assert possible(DepositStatus.REFUNDED) == possible(DepositStatus.KEPT) == possible(DepositStatus.HELD) == []
    assert possible(DepositStatus.REQUESTED) == ["approve", "refuse"]


@given(paid=st.lists(st.integers(1, 5_000), max_size=3), asked=claims)
def test_what_is_kept_is_never_more_than_was_paid_and_nothing_claimed_is_lost(
    paid: list[int], asked: list[Claim]
) -> None:
    kept, uncovered_fen = keep_of(paid, asked)
    wanted = sum(claim.amount_fen for claim in asked if claim.amount_fen > 0)
    assert all(part.amount_fen <= fen for part, fen in zip(kept, paid, strict=True))
    assert sum(part.amount_fen for part in kept) + uncovered_fen == wanted
    assert uncovered_fen == max(0, wanted - sum(paid))


def test_every_value_has_its_words() -> None:
    assert set(DEPOSIT_STATUSES) == set(DepositStatus)
    assert set(DEPOSIT_ACTIONS) == set(DepositAction)


class OneDeposit(RuleBasedStateMachine):
    """Any actions in any order, possible or not: the books hold what is held, and never less than nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.status = DepositStatus.HELD
        self.postings: list[Posting] = []
        self.paid_fen = self.deducted_fen = self.refunded_fen = 0
        self.methods: Counter[PaymentMethod] = Counter()

    @initialize(charged=st.integers(1, 300_000), part=st.integers(1, 300_000))
    def pay_in(self, charged: int, part: int) -> None:
        self.paid_fen = min(charged, part)
        self.postings.append(post_charge("c", "renovation_deposit", Nature.DEPOSIT, charged))
        settled = Settled("c", "renovation_deposit", Nature.DEPOSIT, self.paid_fen)
        self.postings += post_payment(PaymentMethod.CASH, [settled], 0)
        self.methods[PaymentMethod.CASH] += self.paid_fen
        self.owed_fen = charged - self.paid_fen

    def _try(self, action: DepositAction) -> bool:
        try:
            self.status = DEPOSIT_LIFE.next(self.status, action)
        except IllegalTransition:
            return False
        return True

    @rule(asked=claims)
    def release(self, asked: list[Claim]) -> None:
        (kept,), _ = keep_of([self.paid_fen], asked)
        action = DepositAction.RELEASE if kept.amount_fen < self.paid_fen else DepositAction.KEEP
        if not self._try(action):
            return
        self.deducted_fen = kept.amount_fen
        if kept.amount_fen:
            self.postings.append(post_deduction("c", "renovation_deposit", kept.amount_fen))
        self.postings += post_credit("c", "renovation_deposit", Nature.DEPOSIT, owed_fen=self.owed_fen, paid_fen=0)
        self.owed_fen = 0

    @rule(action=st.sampled_from([DepositAction.REQUEST, DepositAction.APPROVE, DepositAction.REFUSE]))
    def decide(self, action: DepositAction) -> None:
        self._try(action)

    @rule(method=st.sampled_from(sorted(REFUND_METHODS)))
    def pay_out(self, method: PaymentMethod) -> None:
        if not self._try(DepositAction.PAY):
            return
        self.refunded_fen = self.paid_fen - self.deducted_fen
        self.postings.append(post_refund(method, "c", "renovation_deposit", self.refunded_fen))
        self.methods[method] -= self.refunded_fen

    def _balance(self, account: Account) -> int:
        debit = sum(posting.amount_fen for posting in self.postings if posting.debit is account)
        return debit - sum(posting.amount_fen for posting in self.postings if posting.credit is account)

    @invariant()
    def what_is_held_is_what_was_paid_less_what_was_kept_and_what_went_back(self) -> None:
        held = -self._balance(Account.DEPOSITS)
        assert held == self.paid_fen - self.deducted_fen - self.refunded_fen >= 0
        assert -self._balance(Account.DEDUCTIONS) == self.deducted_fen
        assert self.refunded_fen <= self.paid_fen - self.deducted_fen

    @invariant()
    def money_and_debts_agree(self) -> None:
        for method, fen in self.methods.items():
            assert self._balance(MONEY_ACCOUNTS[method]) == fen
        assert self._balance(Account.RECEIVABLE) == -self._balance(Account.DEPOSITS_DUE) == getattr(self, "owed_fen", 0)


TestOneDeposit = OneDeposit.TestCase
