"""The weather book."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.tickets.weather.domain.kinds import RAINY
from services.tickets.weather.models import WeatherEntry
from shared.kernel.errors import NotFound
from shared.runtime.http.paging import Keyset, page_of

LATEST_FIRST = Keyset((WeatherEntry.at, WeatherEntry.id))


async def list_weather(
    session: AsyncSession, communities: Collection[str], *, kind: str | None, cursor: str | None, limit: int
) -> tuple[list[WeatherEntry], str | None]:
    """Latest first. One query."""
    wanted = select(WeatherEntry).where(WeatherEntry.community_id.in_(communities))
    if kind is not None:
        wanted = wanted.where(WeatherEntry.kind == kind)
    return await page_of(session, wanted, LATEST_FIRST, cursor=cursor, limit=limit)


async def first_rain_after(session: AsyncSession, community_id: str, moment: datetime) -> datetime | None:
    """When it first rained after `moment`; None while it has not (T-17)."""
    wanted = select(func.min(WeatherEntry.at)).where(
        WeatherEntry.community_id == community_id,
        WeatherEntry.kind.in_(sorted(RAINY)),
        WeatherEntry.at > moment,
        WeatherEntry.withdrawn_at.is_(None),
    )
    return await session.scalar(wanted)


async def rains_after(session: AsyncSession, community_id: str, moment: datetime) -> Sequence[datetime]:
    """Every rain after `moment` that holds, earliest first. One query."""
    wanted = select(WeatherEntry.at).where(
        WeatherEntry.community_id == community_id,
        WeatherEntry.kind.in_(sorted(RAINY)),
        WeatherEntry.at > moment,
        WeatherEntry.withdrawn_at.is_(None),
    )
    return (await session.scalars(wanted.order_by(WeatherEntry.at))).all()


async def lock_entry(session: AsyncSession, entry_id: str, communities: Collection[str]) -> WeatherEntry:
    """Raises NotFound."""
    wanted = select(WeatherEntry).where(WeatherEntry.id == entry_id, WeatherEntry.community_id.in_(communities))
    found = await session.scalar(wanted.with_for_update())
    if found is None:
        raise NotFound(what="weather entry")
    return found
