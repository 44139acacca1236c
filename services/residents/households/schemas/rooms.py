"""A room with who holds it. Source: handbook R-01, R-02, A-06."""

from collections.abc import Sequence
from datetime import date
from typing import Self

from pydantic import BaseModel, Field

from services.residents.households.domain.membership import Role
from services.residents.households.models import Household, StandingInstruction
from services.residents.households.schemas.instructions import InstructionView
from services.residents.premises.models import Room
from services.residents.premises.schemas import RoomView


class Holder(BaseModel):
    """Somebody of a household, by name alone."""

    person_id: str
    display_name: str
    role: Role


class RoomHousehold(BaseModel):
    """A household of the room, present or past."""

    household_id: str
    registered_on: date
    departed_on: date | None
    members: list[Holder] = Field(description="Who belongs to it; of a departed household, who belonged at the end")

    @classmethod
    def of(cls, household: Household) -> Self:
        """The view of a loaded row."""
        return cls(
            household_id=household.id,
            registered_on=household.registered_on,
            departed_on=household.departed_on,
            members=[
                Holder(person_id=member.person_id, display_name=member.person.display_name, role=Role(member.role))
                for member in household.members
                if member.left_on is None or member.left_on == household.departed_on
            ],
        )


class RoomOverview(BaseModel):
    """A room, who holds it, who held it, and what the desk is asked to do."""

    room: RoomView
    household: RoomHousehold | None = Field(description="Who holds it now")
    history: list[RoomHousehold] | None = Field(description="The newest first; null for roles that see no households")
    instructions: list[InstructionView] | None = Field(description="In force today; null for roles that see none")

    @classmethod
    def of(
        cls,
        room: Room,
        households: Sequence[Household],
        instructions: Sequence[StandingInstruction] | None,
        *,
        with_history: bool,
    ) -> Self:
        """The view of loaded rows."""
        present = next((one for one in households if one.departed_on is None), None)
        past = [RoomHousehold.of(one) for one in households if one.departed_on is not None]
        return cls(
            room=RoomView.of(room),
            household=RoomHousehold.of(present) if present else None,
            history=past if with_history else None,
            instructions=None if instructions is None else [InstructionView.of(row) for row in instructions],
        )
