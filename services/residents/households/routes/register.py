"""`/v1/households/{household_id}/vehicles`, `/parking-spaces`, `/pets`. Source: handbook R-02."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path
from fastapi.responses import Response

from services.residents.households.models import Household, ParkingSpace, Pet, Vehicle
from services.residents.households.routes.parts import HouseholdId, WholeView
from services.residents.households.schemas import (
    ParkingSpaceBody,
    PetBody,
    RemovalBody,
    VehicleBody,
    WholeHouseholdView,
)
from services.residents.households.usecases.add_parking_space import add_parking_space
from services.residents.households.usecases.add_pet import add_pet
from services.residents.households.usecases.add_vehicle import add_vehicle
from services.residents.households.usecases.remove_entry import remove_entry
from shared.runtime.http.commands import Command, command_of
from shared.runtime.http.fields import Identifier
from shared.runtime.http.problems import problems
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix="/v1/households/{household_id}", tags=["households"])

TODAY = RemovalBody()
Changer = Annotated[Caller, needs("households:change")]
Commanded = Annotated[Command, Depends(command_of)]


@routes.post(
    "/vehicles",
    operation_id="households.add_vehicle",
    summary="Enter a vehicle",
    response_model=WholeHouseholdView,
    responses=problems(404, 409, 412),
)
async def enter_vehicle(
    household_id: HouseholdId, body: VehicleBody, caller: Changer, command: Commanded, view: WholeView
) -> Response:
    """The household is found by its plate from then on (handbook R-02, R-03)."""
    return await command.run(lambda tx: add_vehicle(tx, caller, household_id, body), view=view)


@routes.post(
    "/vehicles/{vehicle_id}/remove",
    operation_id="households.remove_vehicle",
    summary="Take a vehicle off the register",
    response_model=WholeHouseholdView,
    responses=problems(404, 409, 412),
)
async def remove_vehicle(
    household_id: HouseholdId,
    vehicle_id: Annotated[Identifier, Path()],
    caller: Changer,
    command: Commanded,
    view: WholeView,
    body: RemovalBody = TODAY,
) -> Response:
    """It stays as history, and finds nobody any more (handbook R-02)."""

    def vehicles(household: Household) -> list[Vehicle]:
        return household.vehicles

    return await command.run(
        lambda tx: remove_entry(tx, caller, household_id, vehicle_id, body, vehicles),
        view=view,
    )


@routes.post(
    "/parking-spaces",
    operation_id="households.add_parking_space",
    summary="Enter a parking space",
    response_model=WholeHouseholdView,
    responses=problems(404, 409, 412),
)
async def enter_parking_space(
    household_id: HouseholdId, body: ParkingSpaceBody, caller: Changer, command: Commanded, view: WholeView
) -> Response:
    """A space of the premises belongs to one household at a time (handbook R-01, R-02)."""
    return await command.run(
        lambda tx: add_parking_space(tx, caller, household_id, body),
        view=view,
    )


@routes.post(
    "/parking-spaces/{space_id}/remove",
    operation_id="households.remove_parking_space",
    summary="Take a parking space off the register",
    response_model=WholeHouseholdView,
    responses=problems(404, 409, 412),
)
async def remove_parking_space(
    household_id: HouseholdId,
    space_id: Annotated[Identifier, Path()],
    caller: Changer,
    command: Commanded,
    view: WholeView,
    body: RemovalBody = TODAY,
) -> Response:
    """It stays as history, and is free for others (handbook R-02)."""

    def spaces(household: Household) -> list[ParkingSpace]:
        return household.parking_spaces

    return await command.run(
        lambda tx: remove_entry(tx, caller, household_id, space_id, body, spaces),
        view=view,
    )


@routes.post(
    "/pets",
    operation_id="households.add_pet",
    summary="Enter a pet",
    response_model=WholeHouseholdView,
    responses=problems(404, 409, 412),
)
async def enter_pet(
    household_id: HouseholdId, body: PetBody, caller: Changer, command: Commanded, view: WholeView
) -> Response:
    """With its licence number, which dogs must have (handbook R-02)."""
    return await command.run(lambda tx: add_pet(tx, caller, household_id, body), view=view)


@routes.post(
    "/pets/{pet_id}/remove",
    operation_id="households.remove_pet",
    summary="Take a pet off the register",
    response_model=WholeHouseholdView,
    responses=problems(404, 409, 412),
)
async def remove_pet(
    household_id: HouseholdId,
    pet_id: Annotated[Identifier, Path()],
    caller: Changer,
    command: Commanded,
    view: WholeView,
    body: RemovalBody = TODAY,
) -> Response:
    """It stays as history (handbook R-02)."""

    def pets(household: Household) -> list[Pet]:
        return household.pets

    return await command.run(
        lambda tx: remove_entry(tx, caller, household_id, pet_id, body, pets),
        view=view,
    )
