"""Queries of the transfers themselves."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from services.residents.transfers.domain.lifecycle import Status
from services.residents.transfers.models import Transfer
from shared.kernel.errors import NotFound
from shared.runtime.http.paging import Keyset, page_of

NEWEST_FIRST = Keyset((Transfer.created_at, Transfer.id))
_PARTS = (
    selectinload(Transfer.members),
    selectinload(Transfer.papers),
    selectinload(Transfer.readings),
    selectinload(Transfer.marks),
    selectinload(Transfer.steps),
)


async def load_transfer(session: AsyncSession, transfer_id: str, communities: Collection[str]) -> Transfer:
    """A transfer with its parts, within the caller's communities; six queries. Raises NotFound."""
    return _found(await session.scalar(_one(transfer_id, communities)))


async def hold_transfer(session: AsyncSession, transfer_id: str, communities: Collection[str]) -> Transfer:
    """The same, held until the end of the transaction: of two closings at once the second finds it closed."""
    return _found(await session.scalar(_one(transfer_id, communities).with_for_update(of=Transfer)))


def _one(transfer_id: str, communities: Collection[str]) -> Select[Transfer]:
    return select(Transfer).where(Transfer.id == transfer_id, Transfer.community_id.in_(communities)).options(*_PARTS)


def _found(transfer: Transfer | None) -> Transfer:
    if transfer is None:
        raise NotFound(what="transfer")
    return transfer


async def open_number(session: AsyncSession, household_id: str) -> str | None:
    """The number of the household's open transfer. The id comes from a row that was already scoped."""
    return await session.scalar(
        select(Transfer.number).where(Transfer.household_id == household_id, Transfer.status == Status.OPENED)
    )


@dataclass(frozen=True, slots=True)
class TransferFilter:
    """What a list may be narrowed by."""

    communities: Collection[str]
    status: str | None = None
    room_code: str | None = None
    household_id: str | None = None

    def apply(self, wanted: Select[Transfer]) -> Select[Transfer]:
        """The narrowed query."""
        wanted = wanted.where(Transfer.community_id.in_(self.communities))
        for column, value in (
            (Transfer.status, self.status),
            (Transfer.room_code, self.room_code),
            (Transfer.household_id, self.household_id),
        ):
            if value is not None:
                wanted = wanted.where(column == value)
        return wanted


async def list_transfers(
    session: AsyncSession, wanted: TransferFilter, *, cursor: str | None, limit: int
) -> tuple[list[Transfer], str | None]:
    """Newest first; one query: the checklist is read with a single transfer."""
    return await page_of(session, wanted.apply(select(Transfer)), NEWEST_FIRST, cursor=cursor, limit=limit)
