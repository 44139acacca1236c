"""Add somebody to a household. Source: handbook R-02, R-05."""

from services.residents.archives.domain.occasions import Occasion
from services.residents.archives.usecases.note_occasion import note_occasion
from services.residents.confidential import Confidential
from services.residents.households import repository
from services.residents.households.domain.errors import AlreadyMember, Departed
from services.residents.households.domain.membership import is_let
from services.residents.households.models import Household
from services.residents.households.schemas import MemberBody
from services.residents.households.usecases.index_household import index_household
from services.residents.households.usecases.persons import membership, take_in
from services.residents.households.usecases.telling import state_of, tell_contacts
from services.residents.premises import repository as premises
from services.residents.premises.domain.kinds import Occupancy, occupancy_when_held
from services.residents.premises.usecases.change_occupancy import change_occupancy
from shared.contracts.residents import HouseholdChanged
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def add_member(
    tx: Transaction, caller: Caller, household_id: str, body: MemberBody, confidential: Confidential
) -> Household:
    """The household with its new member, who may become its payer. Raises Departed, AlreadyMember and `take_in`'s."""
    household = await repository.load_household(tx.session, household_id, caller.communities)
    tx.guard(household)
    community = await premises.load_community(tx.session, household.community_id, caller.communities)
    room = await premises.load_room(tx.session, household.room_id, caller.communities)

    if household.departed_on is not None:
        raise Departed(departed_on=household.departed_on.isoformat())
    if body.person_id in {member.person_id for member in household.present_members}:
        raise AlreadyMember(pointer="/person_id")
    [person] = await take_in(tx, household.community_id, [body], confidential.cipher, pointers=[""])

    today = tx.now.astimezone(community.zone).date()
    household.members.append(membership(person, body, position=len(household.members), since=today))
    if body.pays:
        household.payer_id, household.payer = person.id, person

    tx.publish(household, HouseholdChanged(**state_of(household)))
    tell_contacts(tx, household, confidential.sealer)
    roles = {member.role for member in household.present_members}
    if is_let(roles):
        await note_occasion(
            tx, household_id=household.id, community_id=household.community_id, occasion=Occasion.TENANCY
        )
    change_occupancy(tx, room, occupancy_when_held(Occupancy(room.occupancy), is_let=is_let(roles)))
    await index_household(tx, household)
    return household
