"""Queries over payments and receipts."""

from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from services.billing.models import Payment, PaymentAllocation
from shared.kernel.errors import NotFound
from shared.runtime.http.paging import Keyset, page_of
from shared.runtime.rows import every_row

NEWEST_FIRST = Keyset((Payment.received_at, Payment.id))
_WITH_CHARGES = selectinload(Payment.allocations).selectinload(PaymentAllocation.charge)


@dataclass(frozen=True, slots=True)
class PaymentFilter:
    """What a list may be narrowed by."""

    communities: Collection[str]
    household_id: str | None = None
    room_code: str | None = None
    method: str | None = None
    received_on: date | None = None

    def apply(self, wanted: Select[Payment]) -> Select[Payment]:
        """The narrowed query."""
        wanted = wanted.where(Payment.community_id.in_(self.communities))
        for column, value in (
            (Payment.household_id, self.household_id),
            (Payment.room_code, self.room_code),
            (Payment.method, self.method),
            (Payment.received_on, self.received_on),
        ):
            if value is not None:
                wanted = wanted.where(column == value)
        return wanted


async def list_payments(
    session: AsyncSession, wanted: PaymentFilter, *, cursor: str | None, limit: int
) -> tuple[list[Payment], str | None]:
    """Newest first; three queries whatever the page holds: payments, allocations, their charges."""
    query = wanted.apply(select(Payment)).options(_WITH_CHARGES)
    return await page_of(session, query, NEWEST_FIRST, cursor=cursor, limit=limit)


async def load_payment(session: AsyncSession, payment_id: str, communities: Collection[str]) -> Payment:
    """A payment with its allocations and their charges. Raises NotFound."""
    query = select(Payment).where(Payment.id == payment_id, Payment.community_id.in_(communities))
    found = await session.scalar(query.options(_WITH_CHARGES))
    if found is None:
        raise NotFound(what="payment")
    return found


async def find_by_transaction(session: AsyncSession, community_id: str, transaction: str) -> Payment | None:
    """The payment that an external transaction already is."""
    query = select(Payment).where(Payment.community_id == community_id, Payment.external_transaction == transaction)
    return await session.scalar(query.options(_WITH_CHARGES))


async def load_receipt(session: AsyncSession, number: str, communities: Collection[str]) -> Payment:
    """The payment behind a receipt number. Raises NotFound."""
    query = select(Payment).where(Payment.receipt_number == number, Payment.community_id.in_(communities))
    found = await session.scalar(query.options(_WITH_CHARGES).limit(1))
    if found is None:
        raise NotFound(what="receipt")
    return found


async def receipts_of(session: AsyncSession, charge_id: str) -> set[str]:
    """The numbers of the receipts that were given for a charge."""
    query = select(Payment.receipt_number).join(PaymentAllocation, PaymentAllocation.payment_id == Payment.id)
    return set((await session.scalars(query.where(PaymentAllocation.charge_id == charge_id))).all())


async def taken_on(session: AsyncSession, community_id: str, day: date) -> tuple[int, int]:
    """Number and sum of the payments of a community's day."""
    query = select(func.count(), func.sum(Payment.amount_fen)).where(
        Payment.community_id == community_id, Payment.received_on == day
    )
    count, amount_fen = (await session.execute(query)).one()
    return count, int(amount_fen or 0)


async def received_by_method(session: AsyncSession, community_id: str) -> dict[str, int]:
    """What all payments of a community brought, by method."""
    query = (
        select(Payment.method, func.sum(Payment.amount_fen))
        .where(Payment.community_id == community_id)
        .group_by(Payment.method)
    )
    return {method: int(amount_fen) for method, amount_fen in await session.execute(query)}


async def prepaid_by_payments(session: AsyncSession, community_id: str) -> int:
    """What of all payments of a community became prepaid balance."""
    query = select(func.sum(Payment.prepaid_fen)).where(Payment.community_id == community_id)
    return int(await session.scalar(query) or 0)


def every_payment(session: AsyncSession) -> AsyncIterator[Payment]:
    """All of every community with their allocations, by id and in batches."""
    return every_row(session, select(Payment).options(_WITH_CHARGES), Payment.id)
