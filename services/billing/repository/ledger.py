"""The ledger: what is booked, and the balances that follow from it. Source: handbook B-05."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, case, false, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.billing.domain.ledger import Account, Balance, Posting, balances
from services.billing.models import LedgerEntry, LedgerPosting


def add_entry(session: AsyncSession, entry: LedgerEntry, postings: Iterable[Posting]) -> None:
    """Book an entry with its postings."""
    session.add(entry)
    session.add_all(
        LedgerPosting(
            entry_id=entry.id,
            line=line,
            debit_account=posting.debit,
            credit_account=posting.credit,
            amount_fen=posting.amount_fen,
            item=posting.item,
            charge_id=posting.charge_id,
        )
        for line, posting in enumerate(postings, 1)
    )


async def trial_balance(session: AsyncSession, community_id: str, until: date | None) -> list[Balance]:
    """Turnover and balance of every account, through the end of `until`."""

    def scoped(query: Select[str, str | None, int]) -> Select[str, str | None, int]:
        query = query.join(LedgerEntry, LedgerEntry.id == LedgerPosting.entry_id)
        query = query.where(LedgerEntry.community_id == community_id)
        return query if until is None else query.where(LedgerEntry.day <= until)

    amount = func.sum(LedgerPosting.amount_fen)
    turnover = []
    for side in (LedgerPosting.debit_account, LedgerPosting.credit_account):
        query = scoped(select(side, LedgerPosting.item, amount).group_by(side, LedgerPosting.item))
        turnover.append({(Account(account), item): int(fen) for account, item, fen in await session.execute(query)})
    return balances(*turnover)


@dataclass(frozen=True, slots=True)
class HouseholdBalance:
    """A household's money in a period: opening + charged − settled = closing; prepaid and deposits at its end."""

    opening_fen: int
    charged_fen: int
    settled_fen: int
    prepaid_fen: int
    deposits_fen: int

    @property
    def closing_fen(self) -> int:
        """What is owed at the end."""
        return self.opening_fen + self.charged_fen - self.settled_fen


async def household_balance(
    session: AsyncSession, household_id: str, *, since: date | None = None, until: date | None = None
) -> HouseholdBalance:
    """All of it from one read of the household's postings."""
    debit, credit, amount = LedgerPosting.debit_account, LedgerPosting.credit_account, LedgerPosting.amount_fen
    before: ColumnElement[bool] = LedgerEntry.day < since if since else false()

    def total(*where: ColumnElement[bool]) -> ColumnElement[int]:
        return func.coalesce(func.sum(case((and_(*where), amount), else_=0)), 0)

    query = (
        select(
            total(debit == Account.RECEIVABLE, before) - total(credit == Account.RECEIVABLE, before),
            total(debit == Account.RECEIVABLE, ~before),
            total(credit == Account.RECEIVABLE, ~before),
            total(credit == Account.PREPAID) - total(debit == Account.PREPAID),
            total(credit == Account.DEPOSITS) - total(debit == Account.DEPOSITS),
        )
        .join(LedgerEntry, LedgerEntry.id == LedgerPosting.entry_id)
        .where(LedgerEntry.household_id == household_id)
    )
    if until is not None:
        query = query.where(LedgerEntry.day <= until)
    return HouseholdBalance(*map(int, (await session.execute(query)).one()))
