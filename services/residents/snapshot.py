"""The present state as events, to fill a lost or new replica. Source: architecture 5."""

from collections.abc import AsyncIterator

from sqlalchemy.ext.asyncio import AsyncSession

from services.residents.households.models import Household
from services.residents.households.repository import every_household
from services.residents.households.usecases.telling import state_of
from services.residents.premises.repository import every_community, every_room
from services.residents.premises.usecases.telling import community_event, room_event
from shared.contracts.envelope import Event
from shared.contracts.residents import HouseholdChanged, HouseholdContactsChanged, HouseholdDeparted
from shared.runtime.tables import AggregateRow


async def snapshot(session: AsyncSession) -> AsyncIterator[tuple[AggregateRow, Event]]:
    """Communities, rooms, households past and present, and contact points as they were last sealed."""
    async for community in every_community(session):
        yield community, community_event(community, community.version)
    async for room in every_room(session):
        yield room, room_event(room, room.version)
    async for household in every_household(session):
        yield household, _state(household)
        if household.contacts_jwe is not None:
            yield (
                household,
                HouseholdContactsChanged(
                    household_id=household.id,
                    contacts_jwe=household.contacts_jwe,
                    version=household.contacts_version,
                ),
            )


def _state(household: Household) -> Event:
    state = state_of(household, household.version)
    if household.departed_on is None:
        return HouseholdChanged(**state)
    return HouseholdDeparted(**state, departed_on=household.departed_on)
