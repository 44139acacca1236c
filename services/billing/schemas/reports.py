"""Bodies of `/v1/billing-reports`."""

from datetime import date
from typing import Self

from pydantic import BaseModel, Field

from services.billing.domain.labels import ACCOUNTS
from services.billing.domain.ledger import Account, Balance
from services.billing.repository.ledger import HouseholdBalance
from shared.kernel.text import Locale


class TrialBalanceRow(BaseModel):
    """An account's turnover; its balance is positive on the side where it normally stands."""

    account: Account
    label: str = Field(examples=["应收账款"])
    item: str | None = Field(description="Tariff item of revenue and deposits")
    debit_fen: int
    credit_fen: int
    balance_fen: int


class Agreement(BaseModel):
    """A balance of the ledger beside the same sum over the charges or payments themselves."""

    account: Account
    ledger_fen: int
    register_fen: int
    agrees: bool


class TrialBalanceView(BaseModel):
    """Debits equal credits, and the ledger agrees with charges and payments (handbook B-05)."""

    community_id: str
    until: date | None
    rows: list[TrialBalanceRow]
    debit_fen: int
    credit_fen: int
    is_balanced: bool
    agreements: list[Agreement] = Field(description="Of the whole ledger; empty when `until` is given")

    @classmethod
    def of(
        cls,
        community_id: str,
        balances: list[Balance],
        registers: dict[Account, int],
        *,
        until: date | None,
        locale: Locale,
    ) -> Self:
        """The report of an account's balances and what the registers say."""
        debit_fen = sum(row.debit_fen for row in balances)
        credit_fen = sum(row.credit_fen for row in balances)
        return cls(
            community_id=community_id,
            until=until,
            rows=[_row(balance, locale) for balance in balances],
            debit_fen=debit_fen,
            credit_fen=credit_fen,
            is_balanced=debit_fen == credit_fen,
            agreements=[_agreement(account, fen, balances) for account, fen in registers.items()],
        )


def _row(balance: Balance, locale: Locale) -> TrialBalanceRow:
    return TrialBalanceRow(
        account=balance.account,
        label=ACCOUNTS[balance.account].pick(locale),
        item=balance.item,
        debit_fen=balance.debit_fen,
        credit_fen=balance.credit_fen,
        balance_fen=balance.balance_fen,
    )


def _agreement(account: Account, register_fen: int, balances: list[Balance]) -> Agreement:
    ledger_fen = sum(row.balance_fen for row in balances if row.account is account)
    return Agreement(
        account=account, ledger_fen=ledger_fen, register_fen=register_fen, agrees=ledger_fen == register_fen
    )


class HouseholdBalanceView(BaseModel):
    """Opening + charged − settled = closing; prepaid and held deposits at the end (handbook B-05)."""

    household_id: str
    room_code: str
    since: date | None
    until: date | None
    opening_fen: int
    charged_fen: int
    settled_fen: int
    closing_fen: int = Field(description="Owed at the end of `until`")
    prepaid_fen: int
    deposits_fen: int = Field(description="Deposits paid and held")

    @classmethod
    def of(
        cls,
        household_id: str,
        room_code: str,
        balance: HouseholdBalance,
        *,
        since: date | None,
        until: date | None,
    ) -> Self:
        """The report of a household's balance."""
        return cls(
            household_id=household_id,
            room_code=room_code,
            since=since,
            until=until,
            opening_fen=balance.opening_fen,
            charged_fen=balance.charged_fen,
            settled_fen=balance.settled_fen,
            closing_fen=balance.closing_fen,
            prepaid_fen=balance.prepaid_fen,
            deposits_fen=balance.deposits_fen,
        )
