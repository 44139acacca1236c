"""Keep the replicas of communities, rooms and households. Source: architecture 5, handbook R-05."""

from services.access.models import CommunityReplica, HouseholdReplica, RoomReplica
from shared.contracts.envelope import CloudEvent
from shared.contracts.residents import (
    CommunityChanged,
    HouseholdChanged,
    HouseholdDeparted,
    HouseholdRegistered,
    RoomChanged,
)
from shared.runtime.replicas import keep_newest
from shared.runtime.unit_of_work import Transaction


async def follow_community(tx: Transaction, _envelope: CloudEvent, community: CommunityChanged) -> None:
    """A community as it now is."""
    await keep_newest(
        tx.session,
        CommunityReplica,
        id=community.community_id,
        name=community.name,
        time_zone=community.time_zone,
        version=community.version,
    )


async def follow_room(tx: Transaction, envelope: CloudEvent, room: RoomChanged) -> None:
    """A room as it now is."""
    await keep_newest(
        tx.session, RoomReplica, id=room.room_id, community_id=envelope.community, code=room.code, version=room.version
    )


async def follow_household(
    tx: Transaction, envelope: CloudEvent, household: HouseholdRegistered | HouseholdChanged | HouseholdDeparted
) -> None:
    """A household as it now is: whose resident passes may be asked for (A-30)."""
    await keep_newest(
        tx.session,
        HouseholdReplica,
        id=household.household_id,
        community_id=envelope.community,
        room_id=household.room_id,
        room_code=household.room_code,
        members=[{"person_id": member.person_id, "display_name": member.display_name} for member in household.members],
        is_present=not isinstance(household, HouseholdDeparted),
        version=household.version,
    )
