"""Queries over deposits."""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.billing.domain.deposits import OPEN
from services.billing.models import Deposit, RenovationEnding, RenovationWithdrawal
from services.billing.repository.replicas import lock_household
from shared.kernel.errors import NotFound
from shared.runtime.http.paging import Keyset, page_of
from shared.runtime.rows import every_row

NEWEST_FIRST = Keyset((Deposit.created_at, Deposit.id))


@dataclass(frozen=True, slots=True)
class DepositFilter:
    """What a list may be narrowed by; `is_open` keeps what is still held (or not)."""

    communities: Collection[str]
    household_id: str | None = None
    room_code: str | None = None
    status: str | None = None
    is_open: bool | None = None

    def apply(self, wanted: Select[Deposit]) -> Select[Deposit]:
        """The narrowed query."""
        wanted = wanted.where(Deposit.community_id.in_(self.communities))
        for column, value in (
            (Deposit.household_id, self.household_id),
            (Deposit.room_code, self.room_code),
            (Deposit.status, self.status),
        ):
            if value is not None:
                wanted = wanted.where(column == value)
        if self.is_open is None:
            return wanted
        held = [status.value for status in OPEN]
        return wanted.where(Deposit.status.in_(held) if self.is_open else Deposit.status.not_in(held))


async def list_deposits(
    session: AsyncSession, wanted: DepositFilter, *, cursor: str | None, limit: int
) -> tuple[list[Deposit], str | None]:
    """Newest first; one query a page."""
    return await page_of(session, wanted.apply(select(Deposit)), NEWEST_FIRST, cursor=cursor, limit=limit)


async def load_deposit(session: AsyncSession, deposit_id: str, communities: Collection[str]) -> Deposit:
    """A deposit within the communities. Raises NotFound."""
    query = select(Deposit).where(Deposit.id == deposit_id, Deposit.community_id.in_(communities))
    found = await session.scalar(query)
    if found is None:
        raise NotFound(what="deposit")
    return found


async def lock_deposit(session: AsyncSession, deposit_id: str, communities: Collection[str]) -> Deposit:
    """A deposit within the communities, behind the household's lock. Raises NotFound."""
    found = await load_deposit(session, deposit_id, communities)
    await lock_household(session, found.household_id)
    query = select(Deposit).where(Deposit.id == deposit_id).with_for_update().execution_options(populate_existing=True)
    return (await session.scalars(query)).one()


async def lock_deposits_of(session: AsyncSession, charge_ids: Collection[str]) -> Mapping[str, Deposit]:
    """What is held for these charges, by charge. The households are locked by the caller."""
    query = select(Deposit).where(Deposit.charge_id.in_(charge_ids)).order_by(Deposit.id).with_for_update()
    return {deposit.charge_id: deposit for deposit in (await session.scalars(query)).all()}


async def find_ending(session: AsyncSession, renovation_id: str) -> RenovationEnding | None:
    """What a renovation's completion said, if it was heard."""
    return await session.get(RenovationEnding, renovation_id, populate_existing=True)


async def is_withdrawn(session: AsyncSession, renovation_id: str) -> bool:
    """Whether the renovation was heard to be withdrawn. The household is locked by the caller."""
    return await session.get(RenovationWithdrawal, renovation_id, populate_existing=True) is not None


@dataclass(frozen=True, slots=True)
class DepositSums:
    """What the deposits of a community themselves sum to."""

    held_fen: int
    deducted_fen: int
    refunded_by_method: Mapping[str, int]


async def sums_of(session: AsyncSession, community_id: str) -> DepositSums:
    """For the comparison with the ledger (B-05); one query."""
    query = (
        select(
            Deposit.method,
            func.sum(Deposit.paid_fen - Deposit.deducted_fen - Deposit.refunded_fen),
            func.sum(Deposit.deducted_fen),
            func.sum(Deposit.refunded_fen),
        )
        .where(Deposit.community_id == community_id)
        .group_by(Deposit.method)
    )
    rows: Sequence[tuple[str | None, int, int, int]] = [
        (method, int(held), int(deducted), int(refunded))
        for method, held, deducted, refunded in await session.execute(query)
    ]
    return DepositSums(
        held_fen=sum(held for _, held, _, _ in rows),
        deducted_fen=sum(deducted for _, _, deducted, _ in rows),
        refunded_by_method={method: refunded for method, _, _, refunded in rows if method is not None},
    )


def every_deposit(session: AsyncSession, statuses: Collection[str]) -> AsyncIterator[Deposit]:
    """All in those states, by id and in batches."""
    return every_row(session, select(Deposit).where(Deposit.status.in_(statuses)), Deposit.id)
