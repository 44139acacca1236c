"""What other services told: communities, rooms, households, staff, prices."""

from collections.abc import Collection, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from services.tickets.replicas.models import AccountReplica, CommunityReplica, HouseholdReplica, TariffPrice
from shared.kernel.errors import NotFound


async def find_community(session: AsyncSession, community_id: str) -> CommunityReplica:
    """The community's replica. Raises NotFound while it has not arrived."""
    found = await session.get(CommunityReplica, community_id)
    if found is None:
        raise NotFound(what="community")
    return found


async def hold_community(session: AsyncSession, community_id: str) -> None:
    """One at a time in the community, until the commit: each counts what was done before."""
    await session.execute(select(CommunityReplica.id).where(CommunityReplica.id == community_id).with_for_update())


async def zones_of(session: AsyncSession | AsyncConnection, community_ids: Collection[str]) -> dict[str, ZoneInfo]:
    """Time zones by community. One query."""
    wanted = select(CommunityReplica.id, CommunityReplica.time_zone).where(CommunityReplica.id.in_(community_ids))
    return {community_id: ZoneInfo(name) for community_id, name in await session.execute(wanted)}


async def present_household(session: AsyncSession, room_id: str) -> HouseholdReplica | None:
    """Who lives in the room now; the one last heard of, should two claim it for a moment."""
    wanted = select(HouseholdReplica).where(HouseholdReplica.room_id == room_id, HouseholdReplica.is_present)
    return await session.scalar(wanted.order_by(HouseholdReplica.version.desc()).limit(1))


async def find_account(session: AsyncSession, account_id: str) -> AccountReplica | None:
    """A staff account, active or not."""
    return await session.get(AccountReplica, account_id)


async def names_of(session: AsyncSession, account_ids: Collection[str]) -> dict[str, str]:
    """Display names by account id; accounts not heard of are left out."""
    wanted = select(AccountReplica.id, AccountReplica.display_name).where(AccountReplica.id.in_(account_ids))
    return dict((await session.execute(wanted)).all())


async def prices_of(
    session: AsyncSession, community_id: str, items: Collection[str], until: date
) -> Sequence[TariffPrice]:
    """Every price of the items that has begun by the day."""
    wanted = select(TariffPrice).where(
        TariffPrice.community_id == community_id, TariffPrice.item.in_(items), TariffPrice.valid_from <= until
    )
    return (await session.scalars(wanted)).all()
