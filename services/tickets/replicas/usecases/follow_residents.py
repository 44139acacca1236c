"""Keep the replicas of communities, rooms and households. Source: architecture 5, handbook R-05."""

from decimal import ROUND_HALF_UP

from sqlalchemy import delete

from services.tickets.replicas.models import CommunityReplica, HouseholdReplica, ResidentName, RoomReplica
from services.tickets.requests.usecases.rename_room import rename_room
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
        reception_opens=community.reception_opens.isoformat(),
        reception_closes=community.reception_closes.isoformat(),
        calendar_entries=[entry.model_dump(mode="json") for entry in community.calendar_entries],
        version=community.version,
    )


async def follow_room(tx: Transaction, envelope: CloudEvent, room: RoomChanged) -> None:
    """A room as it now is; where its code is another one, what is about it goes by that."""
    is_newer = await keep_newest(
        tx.session,
        RoomReplica,
        id=room.room_id,
        community_id=envelope.community,
        code=room.code,
        building=room.building,
        area=int((room.area_m2 * 100).to_integral_value(ROUND_HALF_UP)),
        kind=room.kind,
        occupancy=room.occupancy,
        hand_over=room.hand_over,
        version=room.version,
    )
    if is_newer:
        await rename_room(tx, room.room_id, room.code, room.building)


async def follow_household(
    tx: Transaction, envelope: CloudEvent, household: HouseholdRegistered | HouseholdChanged | HouseholdDeparted
) -> None:
    """A household as it now is, and the names under which the desk may be asked for it (T-05)."""
    is_present = not isinstance(household, HouseholdDeparted)
    names = sorted({member.display_name for member in household.members})
    is_newer = await keep_newest(
        tx.session,
        HouseholdReplica,
        id=household.household_id,
        community_id=envelope.community,
        room_id=household.room_id,
        room_code=household.room_code,
        names=names,
        owners=sorted({member.person_id for member in household.members if member.role == "owner"}),
        is_present=is_present,
        version=household.version,
    )
    if not is_newer:
        return
    await tx.session.execute(delete(ResidentName).where(ResidentName.household_id == household.household_id))
    if is_present:
        tx.session.add_all(
            ResidentName(
                household_id=household.household_id,
                name=name,
                community_id=envelope.community,
                room_code=household.room_code,
            )
            for name in names
        )
