"""Queries over the tariff. Every one is scoped to a community."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from services.billing.domain.tariff import Formula, Nature
from services.billing.models import TariffItem, TariffVersion
from shared.kernel.errors import NotFound
from shared.runtime.http.paging import Keyset, page_of

BY_CODE = Keyset((TariffItem.code, TariffItem.id), descending=False)


async def list_items_in_force(
    session: AsyncSession, community_id: str, on: date, *, cursor: str | None, limit: int
) -> tuple[list[TariffItem], str | None]:
    """Items with a price on that day, by code; two queries whatever the page holds."""
    begun = exists().where(TariffVersion.tariff_item_id == TariffItem.id, TariffVersion.valid_from <= on)
    query = select(TariffItem).where(TariffItem.community_id == community_id, begun)
    query = query.options(selectinload(TariffItem.versions))
    return await page_of(session, query, BY_CODE, cursor=cursor, limit=limit)


async def find_items(session: AsyncSession, community_id: str, codes: Collection[str]) -> Sequence[TariffItem]:
    """The items of these codes, with their versions."""
    query = select(TariffItem).where(TariffItem.community_id == community_id, TariffItem.code.in_(codes))
    return (await session.scalars(query.options(selectinload(TariffItem.versions)))).all()


async def monthly_items(session: AsyncSession, community_id: str) -> Sequence[TariffItem]:
    """What may be charged by the month, by code, with the versions."""
    query = select(TariffItem).where(
        TariffItem.community_id == community_id, TariffItem.formula != Formula.QUANTITY, TariffItem.nature == Nature.FEE
    )
    return (await session.scalars(query.order_by(TariffItem.code).options(selectinload(TariffItem.versions)))).all()


async def load_item(session: AsyncSession, community_id: str, code: str, *, for_change: bool = False) -> TariffItem:
    """An item with its versions. `for_change` locks it. Raises NotFound."""
    query = select(TariffItem).where(TariffItem.community_id == community_id, TariffItem.code == code)
    if for_change:
        query = query.with_for_update()
    found = await session.scalar(query.options(selectinload(TariffItem.versions)))
    if found is None:
        raise NotFound(what="tariff item")
    return found


async def every_item(session: AsyncSession) -> Sequence[TariffItem]:
    """The whole tariff of all communities with its versions, to fill others' replicas."""
    query = select(TariffItem).order_by(TariffItem.community_id, TariffItem.code)
    return (await session.scalars(query.options(selectinload(TariffItem.versions)))).all()
