"""The double-entry ledger. Source: handbook B-05.

A posting names the account that is debited, the account that is credited and one amount. So every posting
balances by its shape, in memory and in the database, and no sum over rows has to be checked afterwards: debits
can't differ from credits. What several postings book for one event is an entry.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from services.billing.domain.tariff import Nature


class PaymentMethod(StrEnum):
    """Handbook B-06."""

    CASH = "cash"
    BANK = "bank"
    CARD = "card"
    WECHAT = "wechat"
    ALIPAY = "alipay"
    PREPAID = "prepaid"


class Account(StrEnum):
    """The chart of accounts: one for the money of each method, and what it is owed or held for.

    A deposit is `deposits_due` while it is charged but unpaid, and `deposits` once the household's money is
    held: only that can be refunded (B-09). What is kept of it for damage is income of its own, `deductions`.
    """

    CASH = "cash"
    BANK = "bank"
    CARD = "card"
    WECHAT = "wechat"
    ALIPAY = "alipay"
    RECEIVABLE = "receivable"
    PREPAID = "prepaid"
    DEPOSITS_DUE = "deposits_due"
    DEPOSITS = "deposits"
    REVENUE = "revenue"
    DEDUCTIONS = "deductions"


class EntryKind(StrEnum):
    """What an entry books."""

    CHARGE = "charge"
    PAYMENT = "payment"
    CREDIT = "credit"
    DEDUCTION = "deduction"
    REFUND = "refund"
    PAYOUT = "payout"


DEBIT_ACCOUNTS = frozenset(
    {Account.CASH, Account.BANK, Account.CARD, Account.WECHAT, Account.ALIPAY, Account.RECEIVABLE}
)
"""Assets: their balance is debits less credits; the others' the reverse."""

MONEY_ACCOUNTS: Mapping[PaymentMethod, Account] = {
    PaymentMethod.CASH: Account.CASH,
    PaymentMethod.BANK: Account.BANK,
    PaymentMethod.CARD: Account.CARD,
    PaymentMethod.WECHAT: Account.WECHAT,
    PaymentMethod.ALIPAY: Account.ALIPAY,
    PaymentMethod.PREPAID: Account.PREPAID,
}


@dataclass(frozen=True, slots=True)
class Posting:
    """`amount_fen` from `credit` to `debit`; above zero, between two accounts, or ValueError."""

    debit: Account
    credit: Account
    amount_fen: int
    item: str | None = None
    charge_id: str | None = None

    def __post_init__(self) -> None:
        """Raises ValueError."""
        if self.amount_fen <= 0:
            raise ValueError(f"a posting moves more than nothing, not {self.amount_fen} fen")
        if self.debit is self.credit:
            raise ValueError(f"a posting moves between two accounts, not within {self.debit}")


@dataclass(frozen=True, slots=True)
class Settled:
    """The part of a payment that went to one charge, with what the ledger must know of that charge."""

    charge_id: str
    item: str
    nature: Nature
    amount_fen: int


@dataclass(frozen=True, slots=True)
class Balance:
    """An account's turnover; `item` tells revenue and deposits apart."""

    account: Account
    item: str | None
    debit_fen: int
    credit_fen: int

    @property
    def balance_fen(self) -> int:
        """On the account's own side: positive is what it normally is."""
        difference = self.debit_fen - self.credit_fen
        return difference if self.account in DEBIT_ACCOUNTS else -difference


def post_charge(charge_id: str, item: str, nature: Nature, amount_fen: int) -> Posting:
    """A fee is earned when it is charged; a deposit is only due (B-09)."""
    earned = Account.REVENUE if nature is Nature.FEE else Account.DEPOSITS_DUE
    return Posting(Account.RECEIVABLE, earned, amount_fen, item, charge_id)


def post_payment(method: PaymentMethod, settled: Iterable[Settled], prepaid_fen: int) -> list[Posting]:
    """Money in (or prepaid balance down), receivables down, the rest prepaid; paid deposits become held."""
    money = MONEY_ACCOUNTS[method]
    postings: list[Posting] = []
    for part in settled:
        postings.append(Posting(money, Account.RECEIVABLE, part.amount_fen, part.item, part.charge_id))
        if part.nature is Nature.DEPOSIT:
            postings.append(Posting(Account.DEPOSITS_DUE, Account.DEPOSITS, part.amount_fen, part.item, part.charge_id))
    if prepaid_fen:
        postings.append(Posting(money, Account.PREPAID, prepaid_fen))
    return postings


def post_credit(charge_id: str, item: str, nature: Nature, *, owed_fen: int, paid_fen: int) -> list[Posting]:
    """Take a charge back: what was owed of it is owed no more, what was paid of it becomes prepaid (B-07)."""
    earned = Account.REVENUE if nature is Nature.FEE else Account.DEPOSITS_DUE
    postings = []
    if owed_fen:
        postings.append(Posting(earned, Account.RECEIVABLE, owed_fen, item, charge_id))
    if paid_fen:
        postings.append(Posting(earned, Account.PREPAID, paid_fen, item, charge_id))
    return postings


def post_deduction(charge_id: str, item: str, amount_fen: int) -> Posting:
    """What is kept of a deposit is the household's no more (R-31)."""
    return Posting(Account.DEPOSITS, Account.DEDUCTIONS, amount_fen, item, charge_id)


def post_refund(method: PaymentMethod, charge_id: str, item: str, amount_fen: int) -> Posting:
    """Money out, and so much less is held (B-09)."""
    return Posting(Account.DEPOSITS, MONEY_ACCOUNTS[method], amount_fen, item, charge_id)


def post_payout(method: PaymentMethod, amount_fen: int) -> Posting:
    """Money out, and so much less is prepaid (R-07)."""
    return Posting(Account.PREPAID, MONEY_ACCOUNTS[method], amount_fen)


Turnover = Mapping[tuple[Account, str | None], int]
_BY_ITEM = frozenset({Account.REVENUE, Account.DEPOSITS, Account.DEPOSITS_DUE, Account.DEDUCTIONS})


def balances(debits: Turnover, credited: Turnover) -> list[Balance]:
    """Turnover by account, revenue and deposits by item too, in the order of the chart."""
    debit, credit = _by_row(debits), _by_row(credited)
    order = list(Account)
    rows = sorted({*debit, *credit}, key=lambda row: (order.index(row[0]), row[1] or ""))
    return [Balance(account, item, debit[account, item], credit[account, item]) for account, item in rows]


def _by_row(turnover: Turnover) -> dict[tuple[Account, str | None], int]:
    summed: dict[tuple[Account, str | None], int] = defaultdict(int)
    for (account, item), amount_fen in turnover.items():
        summed[account, item if account in _BY_ITEM else None] += amount_fen
    return summed
