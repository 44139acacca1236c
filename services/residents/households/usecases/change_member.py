"""A member's place in the household changes. Source: handbook R-02."""

from services.residents.households.domain.errors import PayerLeaves
from services.residents.households.models import Household
from services.residents.households.schemas import MemberChange
from services.residents.households.usecases.membership import follow_occupancy, must_be_held, present_member
from services.residents.households.usecases.parts import present_household, tell_changed
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def change_member(
    tx: Transaction, caller: Caller, household_id: str, person_id: str, change: MemberChange
) -> Household:
    """The household. Raises NotFound, LeftAlready, NoHolder, PayerLeaves, Departed."""
    household, _ = await present_household(tx, caller, household_id)
    member = present_member(household, person_id)

    given = change.model_dump(mode="json", include=change.model_fields_set - {"pays"})
    for name, content in given.items():
        setattr(member, name, content)
    if change.pays:
        household.payer_id, household.payer = person_id, member.person
    elif change.pays is False and household.payer_id == person_id:
        raise PayerLeaves(pointer="/pays")
    must_be_held(household)

    tell_changed(tx, household)
    await follow_occupancy(tx, caller, household)
    return household
