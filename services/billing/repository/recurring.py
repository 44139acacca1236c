"""From when and how far households are charged by the month."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.billing.models import ChargingTerm, HouseholdReplica


async def enter_term(session: AsyncSession, household: HouseholdReplica) -> ChargingTerm:
    """The household's term, made if need be. The household is locked by the caller, so there is one."""
    found = await session.get(ChargingTerm, household.id, populate_existing=True)
    if found is None:
        found = ChargingTerm(household_id=household.id, community_id=household.community_id, room_id=household.room_id)
        session.add(found)
    return found
