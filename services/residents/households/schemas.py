"""HTTP bodies of the households."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from services.residents.households.domain.masking import mask_email
from services.residents.households.domain.membership import Channel, Role
from services.residents.households.models import Household, HouseholdMember
from shared.contracts.residents import Language
from shared.kernel.phones import mask_phone
from shared.kernel.text import Text
from shared.runtime.http.fields import Code, Identifier, Line, Name
from shared.runtime.http.validation import BilingualValueError

Email = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, max_length=254, pattern=r"^[!-?A-~]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})+$"
    ),
]
Day = Annotated[date, Field(ge=date(1950, 1, 1), le=date(2200, 12, 31))]
Channels = Annotated[list[Channel], Field(max_length=2)]

_PERSON_OR_NAME = Text(
    zh="请填写 person_id（已登记的人员）或 name（新登记的人员），二者择一",
    en="Give person_id (somebody on the register) or name (somebody new), one of them",
)
_NO_OVERRIDE = Text(
    zh="已登记人员的个人资料不在此处修改", en="The particulars of somebody on the register are not changed here"
)


class MemberBody(BaseModel):
    """A member: somebody on the register by `person_id`, or somebody new by `name` (handbook R-02)."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"name": "王芳", "role": "owner", "phone": "13812345678"}]},
    )

    person_id: Identifier | None = None
    name: Name | None = Field(default=None, examples=["王芳"])
    preferred_name: Name | None = None
    role: Role
    relation: Name | None = Field(default=None, examples=["配偶"], description="To the holder")
    language: Language = "zh-CN"
    channels: Channels = Field(default=[Channel.SMS], description="How they agreed to be told; empty: not at all")
    phone: Code | None = Field(default=None, examples=["13812345678"])
    email: Email | None = None
    id_number: Code | None = Field(default=None, description="Encrypted at rest, never answered (handbook R-04)")
    is_emergency_contact: bool = False
    pays: bool = Field(default=False, description="Is billed; default: the first owner, else the first tenant")

    @model_validator(mode="after")
    def check_person_or_name(self) -> Self:
        """Raises BilingualValueError."""
        if (self.person_id is None) == (self.name is None):
            raise BilingualValueError(_PERSON_OR_NAME)
        if self.person_id is not None and (self.phone or self.email or self.id_number or self.preferred_name):
            raise BilingualValueError(_NO_OVERRIDE)
        return self


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


class RevealBody(BaseModel):
    """What is wanted, and why; the reason goes on the record."""

    model_config = ConfigDict(extra="forbid")

    reason: Line = Field(examples=["水管爆裂，需立即联系业主"])
    fields: Annotated[list[Literal["phone", "id_number"]], Field(min_length=1, max_length=2)] = ["phone"]


class Revealed(BaseModel):
    """What was asked for, in clear; null where nothing is on file."""

    person_id: str
    phone: str | None = Field(default=None, examples=["+8613812345678"])
    id_number: str | None = None


class MemberView(BaseModel):
    """A member; phone and e-mail are masked (handbook R-04)."""

    person_id: str
    name: str
    display_name: str
    role: Role
    relation: str | None
    language: str
    channels: list[str]
    phone: str | None = Field(examples=["138****5678"])
    email: str | None
    has_id_number: bool
    is_emergency_contact: bool
    pays: bool
    joined_on: date
    left_on: date | None

    @classmethod
    def of(cls, member: HouseholdMember, *, payer_id: str) -> Self:
        """The view of a loaded row with its person."""
        person = member.person
        return cls(
            person_id=person.id,
            name=person.name,
            display_name=person.display_name,
            role=Role(member.role),
            relation=member.relation,
            language=person.language,
            channels=person.channels,
            phone=mask_phone(person.phone) if person.phone else None,
            email=mask_email(person.email) if person.email else None,
            has_id_number=person.has_id_number,
            is_emergency_contact=member.is_emergency_contact,
            pays=person.id == payer_id,
            joined_on=member.joined_on,
            left_on=member.left_on,
        )


class HouseholdView(BaseModel):
    """A household with its members, past ones too (handbook R-02)."""

    id: str
    community_id: str
    room_id: str
    room_code: str = Field(examples=["3#2-5-1"])
    payer_id: str
    registered_on: date
    departed_on: date | None
    members: list[MemberView]
    version: int

    @classmethod
    def of(cls, household: Household) -> Self:
        """The view of a loaded row."""
        return cls(
            id=household.id,
            community_id=household.community_id,
            room_id=household.room_id,
            room_code=household.room_code,
            payer_id=household.payer_id,
            registered_on=household.registered_on,
            departed_on=household.departed_on,
            members=[MemberView.of(member, payer_id=household.payer_id) for member in household.members],
            version=household.version,
        )
