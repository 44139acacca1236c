"""Enter an animal of a household. Source: handbook R-02."""

from services.residents.households.models import Household, Pet
from services.residents.households.schemas import PetBody
from services.residents.households.usecases.parts import begun_on, must_have_room, present_household, tell_changed
from shared.kernel.ids import new_id
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def add_pet(tx: Transaction, caller: Caller, household_id: str, body: PetBody) -> Household:
    """The household. Raises TooManyOnRegister, DayOutOfRange, Departed."""
    household, today = await present_household(tx, caller, household_id)

    must_have_room([pet for pet in household.pets if pet.removed_on is None])

    household.pets.append(
        Pet(
            id=new_id(),
            community_id=household.community_id,
            kind=body.kind.value,
            name=body.name,
            licence_number=body.licence_number,
            since=begun_on(body.since, today),
            removed_on=None,
        )
    )

    tell_changed(tx, household)
    return household
