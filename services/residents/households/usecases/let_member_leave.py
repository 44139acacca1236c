"""A member leaves the household. Source: handbook R-02."""

from services.residents.confidential import Confidential
from services.residents.households.domain.membership import day_within
from services.residents.households.models import Household
from services.residents.households.schemas import LeaveBody
from services.residents.households.usecases.index_household import index_household
from services.residents.households.usecases.membership import follow_occupancy, must_be_held, present_member
from services.residents.households.usecases.parts import present_household, tell_changed
from services.residents.households.usecases.telling import tell_contacts
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def let_member_leave(
    tx: Transaction, caller: Caller, household_id: str, person_id: str, body: LeaveBody, confidential: Confidential
) -> Household:
    """The household; who left stays in its history, and is told nothing more.

    Raises NotFound, LeftAlready, NoHolder, PayerLeaves, DayOutOfRange, Departed.
    """
    household, today = await present_household(tx, caller, household_id)
    member = present_member(household, person_id)

    must_be_held(household, without=member)
    member.left_on = day_within(body.left_on, first=member.joined_on, last=today, pointer="/left_on")

    tell_changed(tx, household)
    tell_contacts(tx, household, confidential.sealer)
    await follow_occupancy(tx, caller, household)
    await index_household(tx, household)
    return household
