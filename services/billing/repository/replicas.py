"""Queries over what billing keeps of others' truth."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.billing.models import CommunityReplica, HouseholdReplica, RoomReplica
from shared.kernel.errors import NotFound


async def load_community(session: AsyncSession, community_id: str) -> CommunityReplica:
    """The community's replica. Raises NotFound while it has not arrived."""
    found = await session.get(CommunityReplica, community_id)
    if found is None:
        raise NotFound(what="community")
    return found


async def find_room(session: AsyncSession, community_id: str, code: str) -> RoomReplica | None:
    """A room by its code within a community."""
    return await session.scalar(
        select(RoomReplica).where(RoomReplica.community_id == community_id, RoomReplica.code == code)
    )


async def present_household(session: AsyncSession, room_id: str) -> HouseholdReplica | None:
    """Who lives in the room now."""
    return await session.scalar(
        select(HouseholdReplica).where(HouseholdReplica.room_id == room_id, HouseholdReplica.is_present).limit(1)
    )


async def find_household(
    session: AsyncSession, household_id: str, communities: Collection[str]
) -> HouseholdReplica | None:
    """A household, present or departed, within the communities."""
    return await session.scalar(
        select(HouseholdReplica).where(
            HouseholdReplica.id == household_id, HouseholdReplica.community_id.in_(communities)
        )
    )


async def lock_household(session: AsyncSession, household_id: str) -> None:
    """One at a time over the money of a household, until the commit; SQLite has one writer anyway.

    Everything that books for a household takes this lock first, so balances that are read under it stay true.
    """
    await session.execute(
        select(HouseholdReplica.id).where(HouseholdReplica.id == household_id).with_for_update(key_share=True)
    )
