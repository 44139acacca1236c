"""Every query of the filed unsatisfied repairs. Source: handbook T-22."""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from services.tickets.statistics.models import FiledRepair, UnsatisfiedFiling
from services.tickets.statistics.repository import UnsatisfiedRepair
from shared.runtime.http.paging import Keyset, page_of

NEWEST_FIRST = Keyset((FiledRepair.found_at, FiledRepair.follow_up_id))


async def find_filing(
    session: AsyncSession, community_id: str, month: str, *, for_change: bool = False
) -> UnsatisfiedFiling | None:
    """The month's filing, if it was made."""
    wanted = select(UnsatisfiedFiling).where(
        UnsatisfiedFiling.community_id == community_id, UnsatisfiedFiling.month == month
    )
    return await session.scalar(wanted.with_for_update() if for_change else wanted)


async def add_repairs(
    session: AsyncSession, community_id: str, month: str, repairs: Sequence[UnsatisfiedRepair], now: datetime
) -> None:
    """What is on file already stays as it is."""
    if not repairs:
        return
    rows: list[dict[str, Any]] = [
        {**asdict(repair), "community_id": community_id, "month": month, "filed_at": now} for repair in repairs
    ]
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    await session.execute(dialect.insert(FiledRepair).on_conflict_do_nothing(index_elements=["follow_up_id"]), rows)


async def count_repairs(session: AsyncSession, community_id: str, month: str) -> int:
    """On file for the month."""
    wanted = select(func.count()).where(FiledRepair.community_id == community_id, FiledRepair.month == month)
    return await session.scalar(wanted) or 0


async def list_repairs(
    session: AsyncSession, communities: Collection[str], *, month: str | None, cursor: str | None, limit: int
) -> tuple[list[FiledRepair], str | None]:
    """Found last first. One query."""
    wanted = select(FiledRepair).where(FiledRepair.community_id.in_(communities))
    if month is not None:
        wanted = wanted.where(FiledRepair.month == month)
    return await page_of(session, wanted, NEWEST_FIRST, cursor=cursor, limit=limit)
