"""Households as they are entered and answered. Source: handbook R-02, R-03."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from services.residents.households.models import Household, ParkingSpace, Pet, Vehicle
from services.residents.households.repository import HOUSEHOLD_COLUMNS, Listed
from services.residents.households.schemas.instructions import InstructionView
from services.residents.households.schemas.members import Day, MemberBody, MemberView, member_fields
from services.residents.households.schemas.register import ParkingSpaceView, PetView, VehicleView
from services.residents.premises.domain.room_code import stored_room_code
from shared.runtime.http.fields import Code, Identifier


class HouseholdBody(BaseModel):
    """What is entered in the register (业户登记表, handbook R-02)."""

    model_config = ConfigDict(extra="forbid")

    room_code: Code = Field(examples=["3#2-5-1"])
    members: Annotated[list[MemberBody], Field(min_length=1, max_length=20)]
    registered_on: Day | None = Field(default=None, description="Default: today")
    community_id: Identifier | None = Field(default=None, description="Needed when the account has several communities")


class DepartureBody(BaseModel):
    """When the household left (handbook R-07)."""

    model_config = ConfigDict(extra="forbid")

    departed_on: Day | None = Field(default=None, description="Default: today; not in the future")


class HouseholdView(BaseModel):
    """A household with its members, past ones too (handbook R-02); building and floor tell namesakes apart (R-03)."""

    id: str
    community_id: str
    room_id: str
    room_code: str = Field(examples=["3#2-5-1"])
    building: str = Field(examples=["3"])
    floor: str = Field(examples=["5"])
    payer_id: str
    registered_on: date
    departed_on: date | None
    members: list[MemberView]
    version: int

    @classmethod
    def of(cls, household: Household, *, year: int) -> Self:
        """The view of a loaded row; ages are as of `year`."""
        return cls(**_head(household, year))


def listed_fields(row: Listed, *, year: int) -> dict[str, Any]:
    """What the view has, of a row of the list, ready to be written as JSON; ages are as of `year`."""
    payer_id = row.household["payer_id"]
    members = [member_fields(member, payer_id=payer_id, year=year) for member in row.members]
    return {**_columns(row.household), "members": members}


class WholeHouseholdView(HouseholdView):
    """Everything of its register, history included (handbook R-02, A-06)."""

    vehicles: list[VehicleView]
    parking_spaces: list[ParkingSpaceView]
    pets: list[PetView]
    instructions: list[InstructionView]

    @classmethod
    def of(cls, household: Household, *, year: int) -> Self:
        """The view of a row loaded whole."""
        return cls(
            **_head(household, year),
            vehicles=[VehicleView.of(row) for row in _by_age(household.vehicles)],
            parking_spaces=[ParkingSpaceView.of(row) for row in _by_age(household.parking_spaces)],
            pets=[PetView.of(row) for row in _by_age(household.pets)],
            instructions=[
                InstructionView.of(row)
                for row in sorted(household.instructions, key=lambda row: (row.written_at, row.id))
            ],
        )


E = TypeVar("E", Vehicle, ParkingSpace, Pet)


def _by_age(entries: Sequence[E]) -> list[E]:
    """The oldest first, just entered ones too."""
    return sorted(entries, key=lambda entry: (entry.since, entry.id))


def _head(household: Household, year: int) -> dict[str, Any]:
    columns = {name: getattr(household, name) for name in HOUSEHOLD_COLUMNS}
    members = [MemberView.of(member, payer_id=household.payer_id, year=year) for member in household.members]
    return {**_columns(columns), "members": members}


def _columns(household: Mapping[str, Any]) -> dict[str, Any]:
    code = stored_room_code(household["room_code"])
    return {
        "id": household["id"],
        "community_id": household["community_id"],
        "room_id": household["room_id"],
        "room_code": household["room_code"],
        "building": code.building,
        "floor": code.floor,
        "payer_id": household["payer_id"],
        "registered_on": household["registered_on"],
        "departed_on": household["departed_on"],
        "version": household["version"],
    }
