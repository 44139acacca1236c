"""Queries over meters and readings."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from services.billing.models import Meter, MeterReading
from shared.runtime.http.paging import Keyset, page_of

BY_ROOM = Keyset((Meter.room_code, Meter.kind, Meter.id), descending=False)


@dataclass(frozen=True, slots=True)
class MeterFilter:
    """What a list may be narrowed by."""

    communities: Collection[str]
    room_code: str | None = None
    kind: str | None = None


async def list_meters(
    session: AsyncSession, wanted: MeterFilter, *, cursor: str | None, limit: int
) -> tuple[list[Meter], str | None]:
    """By room and kind; two queries whatever the page holds."""
    query = select(Meter).where(Meter.community_id.in_(wanted.communities))
    if wanted.room_code is not None:
        query = query.where(Meter.room_code == wanted.room_code)
    if wanted.kind is not None:
        query = query.where(Meter.kind == wanted.kind)
    return await page_of(session, query.options(selectinload(Meter.readings)), BY_ROOM, cursor=cursor, limit=limit)


async def enter_once(session: AsyncSession, row: type[Meter | MeterReading], **state: Any) -> None:
    """Insert unless a row of that id stands."""
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    await session.execute(dialect.insert(row).values(**state).on_conflict_do_nothing(index_elements=["id"]))
