"""Queries over payouts of prepaid balances."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.billing.domain.payouts import OPEN_PAYOUTS, PayoutStatus
from services.billing.models import PrepaidPayout
from services.billing.repository.replicas import lock_household
from shared.kernel.errors import NotFound
from shared.runtime.http.paging import Keyset, page_of

NEWEST_FIRST = Keyset((PrepaidPayout.created_at, PrepaidPayout.id))


@dataclass(frozen=True, slots=True)
class PayoutFilter:
    """What a list may be narrowed by."""

    communities: Collection[str]
    household_id: str | None = None
    room_code: str | None = None
    status: str | None = None

    def apply(self, wanted: Select[PrepaidPayout]) -> Select[PrepaidPayout]:
        """The narrowed query."""
        wanted = wanted.where(PrepaidPayout.community_id.in_(self.communities))
        for column, value in (
            (PrepaidPayout.household_id, self.household_id),
            (PrepaidPayout.room_code, self.room_code),
            (PrepaidPayout.status, self.status),
        ):
            if value is not None:
                wanted = wanted.where(column == value)
        return wanted


async def list_payouts(
    session: AsyncSession, wanted: PayoutFilter, *, cursor: str | None, limit: int
) -> tuple[list[PrepaidPayout], str | None]:
    """Newest first; one query a page."""
    return await page_of(session, wanted.apply(select(PrepaidPayout)), NEWEST_FIRST, cursor=cursor, limit=limit)


async def load_payout(session: AsyncSession, payout_id: str, communities: Collection[str]) -> PrepaidPayout:
    """A payout within the communities. Raises NotFound."""
    query = select(PrepaidPayout).where(PrepaidPayout.id == payout_id, PrepaidPayout.community_id.in_(communities))
    found = await session.scalar(query)
    if found is None:
        raise NotFound(what="payout")
    return found


async def lock_payout(session: AsyncSession, payout_id: str, communities: Collection[str]) -> PrepaidPayout:
    """The same, behind the household's lock. Raises NotFound."""
    found = await load_payout(session, payout_id, communities)
    await lock_household(session, found.household_id)
    query = select(PrepaidPayout).where(PrepaidPayout.id == payout_id).with_for_update()
    return (await session.scalars(query.execution_options(populate_existing=True))).one()


async def is_one_open(session: AsyncSession, household_id: str) -> bool:
    """Whether something of the balance is asked for or approved already. The household is locked by the caller."""
    query = select(PrepaidPayout.id).where(
        PrepaidPayout.household_id == household_id, PrepaidPayout.status.in_(OPEN_PAYOUTS)
    )
    return await session.scalar(query.limit(1)) is not None


async def paid_out_by_method(session: AsyncSession, community_id: str) -> Mapping[str, int]:
    """What all payouts of a community took, by method; for the comparison with the ledger (B-05)."""
    query = (
        select(PrepaidPayout.method, func.sum(PrepaidPayout.amount_fen))
        .where(PrepaidPayout.community_id == community_id, PrepaidPayout.status == PayoutStatus.PAID)
        .group_by(PrepaidPayout.method)
    )
    return {method: int(amount_fen) for method, amount_fen in await session.execute(query) if method is not None}
