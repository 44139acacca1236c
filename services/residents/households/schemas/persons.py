"""People of the register, and what is shown of them in clear. Source: handbook R-02, R-04."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from services.residents.households.domain.ages import age_in
from services.residents.households.domain.belongings import Sex
from services.residents.households.domain.masking import mask_email
from services.residents.households.domain.membership import Role
from services.residents.households.models import Household, HouseholdMember, Person, Reveal
from services.residents.households.schemas.members import (
    AGE_OR_YEAR,
    NOT_EMPTY,
    Age,
    BirthYear,
    Channels,
    Email,
)
from shared.contracts.residents import Language
from shared.kernel.phones import mask_phone
from shared.runtime.http.fields import Code, Line, Name
from shared.runtime.http.validation import BilingualValueError

RevealField = Literal["phone", "email", "id_number"]
_EMPTIED = frozenset({"preferred_name", "phone", "email", "id_number", "sex", "age", "birth_year"})


class PersonChange(BaseModel):
    """What of a person changes; what is left out stays, null empties (handbook R-02)."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"phone": "13987654321", "channels": ["sms"]}]}
    )

    name: Name | None = None
    preferred_name: Name | None = None
    language: Language | None = None
    channels: Channels | None = None
    phone: Code | None = None
    email: Email | None = None
    id_number: Code | None = Field(default=None, description="Encrypted at rest, never answered (handbook R-04)")
    sex: Sex | None = None
    age: Age | None = Field(default=None, description="Kept as the year of birth")
    birth_year: BirthYear | None = None

    @model_validator(mode="after")
    def check_emptied(self) -> Self:
        """Raises BilingualValueError."""
        if any(getattr(self, name) is None for name in self.model_fields_set - _EMPTIED):
            raise BilingualValueError(NOT_EMPTY)
        if self.age is not None and self.birth_year is not None:
            raise BilingualValueError(AGE_OR_YEAR)
        return self


class PersonHousehold(BaseModel):
    """Where the person belongs at present (handbook R-03)."""

    household_id: str
    room_id: str
    room_code: str = Field(examples=["3#2-5-1"])
    role: Role
    joined_on: date

    @classmethod
    def of(cls, household: Household, member: HouseholdMember) -> Self:
        """The view of loaded rows."""
        return cls(
            household_id=household.id,
            room_id=household.room_id,
            room_code=household.room_code,
            role=Role(member.role),
            joined_on=member.joined_on,
        )


class PersonView(BaseModel):
    """A person; numbers and addresses are masked (handbook R-04)."""

    id: str
    community_id: str
    name: str
    preferred_name: str | None
    display_name: str
    language: str
    channels: list[str]
    phone: str | None = Field(examples=["138****5678"])
    email: str | None
    has_id_number: bool
    sex: Sex | None
    age: int | None
    households: list[PersonHousehold]
    version: int

    @classmethod
    def of(cls, person: Person, households: Sequence[Household], *, year: int) -> Self:
        """The view of a loaded row with its present households, as of `year`."""
        return cls(
            id=person.id,
            community_id=person.community_id,
            name=person.name,
            preferred_name=person.preferred_name,
            display_name=person.display_name,
            language=person.language,
            channels=person.channels,
            phone=mask_phone(person.phone) if person.phone else None,
            email=mask_email(person.email) if person.email else None,
            has_id_number=person.has_id_number,
            sex=Sex(person.sex) if person.sex else None,
            age=age_in(year, person.birth_year),
            households=[
                PersonHousehold.of(household, member)
                for household in households
                for member in household.present_members
                if member.person_id == person.id
            ],
            version=person.version,
        )


class RevealBody(BaseModel):
    """What is wanted, and why; the reason goes on the record."""

    model_config = ConfigDict(extra="forbid")

    reason: Line = Field(examples=["水管爆裂，需立即联系业主"])
    fields: Annotated[list[RevealField], Field(min_length=1, max_length=3)] = ["phone"]


class Revealed(BaseModel):
    """What was asked for, in clear; null where nothing is on file."""

    person_id: str
    phone: str | None = Field(default=None, examples=["+8613812345678"])
    email: str | None = None
    id_number: str | None = None


class RevealView(BaseModel):
    """Who was shown what, why and when (handbook R-04)."""

    id: str
    person_id: str
    account_id: str
    fields: list[RevealField]
    reason: str
    at: datetime

    @classmethod
    def of(cls, reveal: Reveal) -> Self:
        """The view of a loaded row."""
        return cls.model_validate(reveal, from_attributes=True)
