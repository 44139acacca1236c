"""Enter a vehicle of a household. Source: handbook R-02."""

from services.residents.households.domain.errors import PlateOnRegister
from services.residents.households.domain.plates import parse_plate
from services.residents.households.models import Household, Vehicle
from services.residents.households.schemas import VehicleBody
from services.residents.households.usecases.index_household import index_household
from services.residents.households.usecases.parts import begun_on, must_have_room, present_household, tell_changed
from shared.kernel.ids import new_id
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def add_vehicle(tx: Transaction, caller: Caller, household_id: str, body: VehicleBody) -> Household:
    """The household. Raises NotAPlate, PlateOnRegister, TooManyOnRegister, DayOutOfRange, Departed."""
    household, today = await present_household(tx, caller, household_id)

    plate = parse_plate(body.plate, body.kind)
    kept = [vehicle for vehicle in household.vehicles if vehicle.removed_on is None]
    if plate in {vehicle.plate for vehicle in kept}:
        raise PlateOnRegister(pointer="/plate", plate=plate)
    must_have_room(kept)

    household.vehicles.append(
        Vehicle(
            id=new_id(),
            community_id=household.community_id,
            plate=plate,
            kind=body.kind.value,
            brand=body.brand,
            colour=body.colour,
            since=begun_on(body.since, today),
            removed_on=None,
        )
    )

    tell_changed(tx, household)
    await index_household(tx, household)
    return household
