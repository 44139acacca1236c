"""Queries over prepaid balances, from the ledger alone. Source: handbook B-05."""

from collections.abc import AsyncIterator, Collection
from datetime import datetime

from sqlalchemy import ColumnElement, Table, case, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from services.billing.domain.ledger import Account
from services.billing.models import LedgerEntry, LedgerPosting, PrepaidAccount

_BATCH = 500
_CREDITED, _DEBITED = LedgerPosting.credit_account == Account.PREPAID, LedgerPosting.debit_account == Account.PREPAID


def _sum() -> ColumnElement[int]:
    amount = LedgerPosting.amount_fen
    return func.coalesce(func.sum(case((_CREDITED, amount), (_DEBITED, -amount), else_=0)), 0)


async def prepaid_fen(session: AsyncSession, household_id: str) -> int:
    """What is left of a household's prepayments; true for as long as the household is locked."""
    query = select(_sum()).join(LedgerEntry, LedgerEntry.id == LedgerPosting.entry_id)
    return int(await session.scalar(query.where(LedgerEntry.household_id == household_id)) or 0)


async def hold_account(session: AsyncSession, household_id: str, community_id: str, now: datetime) -> PrepaidAccount:
    """The household's account, opened with its first balance. The household is locked by the caller."""
    table = PrepaidAccount.__table__
    assert isinstance(table, Table)  # noqa: S101 - every row of this service is a table's
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    opened = dialect.insert(table).values(
        id=household_id, community_id=community_id, version=1, event_sequence=0, created_at=now
    )
    await session.execute(opened.on_conflict_do_nothing())
    query = select(PrepaidAccount).where(PrepaidAccount.id == household_id).with_for_update()
    return (await session.scalars(query.execution_options(populate_existing=True))).one()


async def every_account(session: AsyncSession) -> AsyncIterator[tuple[PrepaidAccount, int]]:
    """Each with its balance, in batches of two queries."""
    after = ""
    while True:
        query = select(PrepaidAccount).where(PrepaidAccount.id > after).order_by(PrepaidAccount.id).limit(_BATCH)
        accounts = (await session.scalars(query)).all()
        balances = await _balances(session, [account.id for account in accounts])
        for account in accounts:
            yield account, balances.get(account.id, 0)
        if len(accounts) < _BATCH:
            return
        after = accounts[-1].id
        session.expunge_all()


async def _balances(session: AsyncSession, household_ids: Collection[str]) -> dict[str, int]:
    query = (
        select(LedgerEntry.household_id, _sum())
        .join(LedgerPosting, LedgerPosting.entry_id == LedgerEntry.id)
        .where(LedgerEntry.household_id.in_(household_ids), or_(_CREDITED, _DEBITED))
        .group_by(LedgerEntry.household_id)
    )
    return {household_id: int(balance) for household_id, balance in await session.execute(query)}
