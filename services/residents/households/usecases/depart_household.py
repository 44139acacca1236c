"""A household leaves its room; its record stays, its file closes. Source: handbook R-02, R-07, R-14."""

from services.residents.archives.usecases.close_file import close_file
from services.residents.confidential import Confidential
from services.residents.households import repository
from services.residents.households.domain.errors import Departed
from services.residents.households.domain.membership import day_within
from services.residents.households.models import Household
from services.residents.households.schemas import DepartureBody
from services.residents.households.usecases.remove_entry import remove_all
from services.residents.households.usecases.telling import state_of, tell_contacts
from services.residents.premises import repository as premises
from services.residents.premises.domain.kinds import Occupancy
from services.residents.premises.usecases.change_occupancy import change_occupancy
from shared.contracts.residents import HouseholdDeparted
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def depart_household(
    tx: Transaction, caller: Caller, household_id: str, body: DepartureBody, confidential: Confidential
) -> Household:
    """The household as history; its contact points are told empty, so that nothing reaches an old phone.

    Raises Departed, DayOutOfRange.
    """
    household = await repository.load_whole_household(tx.session, household_id, caller.communities)
    tx.guard(household)
    community = await premises.load_community(tx.session, household.community_id, caller.communities)
    room = await premises.load_room(tx.session, household.room_id, caller.communities)

    if household.departed_on is not None:
        raise Departed(departed_on=household.departed_on.isoformat())
    today = tx.now.astimezone(community.zone).date()
    day = day_within(body.departed_on, first=household.registered_on, last=today, pointer="/departed_on")
    last_state = state_of(household)

    household.departed_on = day
    for member in household.present_members:
        member.left_on = day
    remove_all(household, day)
    await close_file(tx, household.id, household.community_id, closed_on=day)

    tx.publish(household, HouseholdDeparted(**last_state, departed_on=day))
    tell_contacts(tx, household, confidential.sealer)
    change_occupancy(tx, room, Occupancy.SOLD_VACANT)
    return household
