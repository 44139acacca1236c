"""Who is meant by a household id or a room."""

from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from services.billing.domain.errors import NoHouseholdInRoom, UnknownRoom
from services.billing.models import HouseholdReplica
from services.billing.repository import replicas
from shared.kernel.errors import NotFound
from shared.runtime.http.security import Caller


class Payer(Protocol):
    """Either a household or a room of a community."""

    household_id: str | None
    room_code: str | None
    community_id: str | None


async def find_payer(session: AsyncSession, caller: Caller, payer: Payer) -> HouseholdReplica:
    """The household; of a room, the one that lives there now. Raises NotFound, UnknownRoom, NoHouseholdInRoom."""
    if payer.household_id is not None:
        communities = [caller.community(payer.community_id)] if payer.community_id else caller.communities
        household = await replicas.find_household(session, payer.household_id, communities)
        if household is None:
            raise NotFound(pointer="/household_id", what="household")
        return household
    community_id = caller.community(payer.community_id)
    room = await replicas.find_room(session, community_id, payer.room_code or "")
    if room is None:
        raise UnknownRoom(pointer="/room_code", room_code=payer.room_code)
    present = await replicas.present_household(session, room.id)
    if present is None:
        raise NoHouseholdInRoom(pointer="/room_code", room_code=room.code)
    return present
