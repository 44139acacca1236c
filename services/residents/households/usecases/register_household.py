"""Enter a household in the register and open its file. Source: handbook R-02, R-10."""

from services.residents.archives.domain.occasions import Occasion
from services.residents.archives.usecases.note_occasion import add_occasion
from services.residents.archives.usecases.open_file import open_file
from services.residents.confidential import Confidential
from services.residents.households import repository
from services.residents.households.domain.errors import RoomTaken
from services.residents.households.domain.membership import Belonging, day_within, is_let, payer_among
from services.residents.households.models import Household
from services.residents.households.schemas import HouseholdBody
from services.residents.households.usecases.index_household import index_household
from services.residents.households.usecases.persons import membership, take_in
from services.residents.households.usecases.telling import state_of, tell_contacts
from services.residents.premises import repository as premises
from services.residents.premises.domain.kinds import Occupancy, occupancy_when_held
from services.residents.premises.usecases.change_occupancy import change_occupancy
from shared.contracts.residents import HouseholdRegistered
from shared.kernel.ids import new_id
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def register_household(
    tx: Transaction, caller: Caller, body: HouseholdBody, confidential: Confidential
) -> Household:
    """The household. Raises UnknownRoom, RoomTaken, NoHolder, SeveralPayers, DayOutOfRange and `take_in`'s."""
    community_id = caller.community(body.community_id)
    community = await premises.load_community(tx.session, community_id, caller.communities)
    room = await premises.room_of_code(tx.session, community_id, body.room_code)
    if await repository.present_household(tx.session, room.id) is not None:
        raise RoomTaken(pointer="/room_code", room_code=room.code)

    today = tx.now.astimezone(community.zone).date()
    since = day_within(body.registered_on, last=today, pointer="/registered_on")
    payer = payer_among([Belonging(role=member.role, pays=member.pays) for member in body.members])
    pointers = [f"/members/{position}" for position in range(len(body.members))]
    persons = await take_in(tx, community_id, body.members, confidential.cipher, pointers=pointers)

    household = Household(
        id=new_id(),
        community_id=community_id,
        created_at=tx.now,
        version=1,
        event_sequence=0,
        room_id=room.id,
        room_code=room.code,
        room_sort_key=room.sort_key,
        payer_id=persons[payer].id,
        payer=persons[payer],
        registered_on=since,
        departed_on=None,
        contacts_version=0,
        members=[
            membership(person, member, position=position, since=since)
            for position, (person, member) in enumerate(zip(persons, body.members, strict=True))
        ],
    )
    tx.session.add(household)
    archive = await open_file(
        tx, community=community, room_id=room.id, room_code=room.code, household_id=household.id, opened_on=today
    )
    if is_let({member.role for member in household.members}):
        add_occasion(archive, Occasion.TENANCY)

    tx.publish(household, HouseholdRegistered(**state_of(household)))
    tell_contacts(tx, household, confidential.sealer)
    roles = {member.role for member in household.members}
    change_occupancy(tx, room, occupancy_when_held(Occupancy(room.occupancy), is_let=is_let(roles)))
    await index_household(tx, household)
    return household
