"""Keep the replicas of communities, rooms and households. Source: architecture 5."""

from decimal import Decimal

from services.billing.models import CommunityReplica, HouseholdReplica, RoomReplica
from shared.contracts.envelope import CloudEvent
from shared.contracts.residents import (
    CommunityChanged,
    HouseholdChanged,
    HouseholdDeparted,
    HouseholdRegistered,
    RoomChanged,
)
from shared.kernel.money import round_half_up
from shared.runtime.replicas import keep_newest
from shared.runtime.unit_of_work import Transaction

_DM2_PER_M2 = 100


async def follow_community(tx: Transaction, _envelope: CloudEvent, community: CommunityChanged) -> None:
    """A community as it now is."""
    await keep_newest(
        tx.session,
        CommunityReplica,
        id=community.community_id,
        code=community.code,
        name=community.name,
        time_zone=community.time_zone,
        version=community.version,
    )


async def follow_room(tx: Transaction, envelope: CloudEvent, room: RoomChanged) -> None:
    """A room as it now is."""
    await keep_newest(
        tx.session,
        RoomReplica,
        id=room.room_id,
        community_id=envelope.community,
        code=room.code,
        building=room.building,
        area_dm2=_square_decimetres(room.area_m2),
        kind=room.kind,
        occupancy=room.occupancy,
        version=room.version,
    )


def _square_decimetres(area_m2: Decimal) -> int:
    numerator, denominator = area_m2.as_integer_ratio()
    return round_half_up(numerator * _DM2_PER_M2, denominator)


async def follow_household(
    tx: Transaction, envelope: CloudEvent, household: HouseholdRegistered | HouseholdChanged | HouseholdDeparted
) -> None:
    """A household as it now is, and who pays for it."""
    names = {member.person_id: member.display_name for member in household.members}
    await keep_newest(
        tx.session,
        HouseholdReplica,
        id=household.household_id,
        community_id=envelope.community,
        room_id=household.room_id,
        room_code=household.room_code,
        payer_id=household.payer_id,
        payer_name=names.get(household.payer_id, household.room_code),
        members=[
            {"person_id": member.person_id, "role": member.role, "display_name": member.display_name}
            for member in household.members
        ],
        is_present=not isinstance(household, HouseholdDeparted),
        version=household.version,
    )
