"""Every query of the community's records."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from services.residents.archives.community_records.models import CommunityRecord
from shared.runtime.http.paging import Keyset, page_of

NEWEST_FIRST = Keyset((CommunityRecord.recorded_at, CommunityRecord.id))


async def file_once(session: AsyncSession, **state: Any) -> None:
    """Nothing when the same thing was filed before."""
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    await session.execute(dialect.insert(CommunityRecord).values(**state).on_conflict_do_nothing())


async def list_records(
    session: AsyncSession,
    communities: Collection[str],
    *,
    kind: str | None,
    reference_id: str | None,
    cursor: str | None,
    limit: int,
) -> tuple[list[CommunityRecord], str | None]:
    """Newest first; one query."""
    wanted = select(CommunityRecord).where(CommunityRecord.community_id.in_(communities))
    if kind is not None:
        wanted = wanted.where(CommunityRecord.kind == kind)
    if reference_id is not None:
        wanted = wanted.where(CommunityRecord.reference_id == reference_id)
    return await page_of(session, wanted, NEWEST_FIRST, cursor=cursor, limit=limit)
