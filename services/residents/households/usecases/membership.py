"""What a change of members looks up, keeps true and brings about."""

from services.residents.households.domain.errors import LeftAlready
from services.residents.households.domain.holding import Stay, must_stay_held
from services.residents.households.domain.membership import is_let
from services.residents.households.models import Household, HouseholdMember
from services.residents.premises import repository as premises
from services.residents.premises.domain.kinds import Occupancy, occupancy_when_held
from services.residents.premises.usecases.change_occupancy import change_occupancy
from shared.kernel.errors import NotFound
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


def present_member(household: Household, person_id: str) -> HouseholdMember:
    """Somebody may have left and come back: the last time counts."""
    times = [member for member in household.members if member.person_id == person_id]
    if not times:
        raise NotFound(what="member")
    present = next((member for member in times if member.left_on is None), None)
    if present is None:
        raise LeftAlready(left_on=str(times[-1].left_on))
    return present


def must_be_held(household: Household, *, without: HouseholdMember | None = None) -> None:
    """As if `without` had left. Raises NoHolder, PayerLeaves."""
    staying = [Stay(one.person_id, one.role) for one in household.present_members if one is not without]
    must_stay_held(staying, household.payer_id, pointer="/role" if without is None else "/left_on")


async def follow_occupancy(tx: Transaction, caller: Caller, household: Household) -> None:
    """The room is let with a tenant, its owner's own without. Source: handbook R-01."""
    room = await premises.load_room(tx.session, household.room_id, caller.communities)
    roles = {member.role for member in household.present_members}
    change_occupancy(tx, room, occupancy_when_held(Occupancy(room.occupancy), is_let=is_let(roles)))
