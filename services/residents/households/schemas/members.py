"""Members of a household. Source: handbook R-02."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from services.residents.households.domain.ages import OLDEST, age_in
from services.residents.households.domain.belongings import Sex
from services.residents.households.domain.masking import mask_email
from services.residents.households.domain.matters import Matter, may_be_told
from services.residents.households.domain.membership import Channel, Role
from services.residents.households.models import HouseholdMember
from services.residents.households.repository import MEMBER_COLUMNS
from shared.contracts.residents import Language
from shared.kernel.phones import mask_phone
from shared.kernel.text import Text
from shared.runtime.http.fields import Code, Identifier, Name
from shared.runtime.http.patterns import worded
from shared.runtime.http.validation import BilingualValueError

Email = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True,
        max_length=254,
        pattern=worded(
            r"^[!-?A-~]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})+$",
            Text(zh="应为电子邮箱地址", en="An e-mail address"),
        ),
    ),
]
Day = Annotated[date, Field(ge=date(1950, 1, 1), le=date(2200, 12, 31))]
Channels = Annotated[list[Channel], Field(max_length=2)]
Matters = Annotated[list[Matter], Field(max_length=len(Matter))]
Age = Annotated[int, Field(ge=0, le=OLDEST)]
BirthYear = Annotated[int, Field(ge=1880, le=2200)]

_PERSON_OR_NAME = Text(
    zh="请填写 person_id（已登记的人员）或 name（新登记的人员），二者择一",
    en="Give person_id (somebody on the register) or name (somebody new), one of them",
)
_NO_OVERRIDE = Text(
    zh="已登记人员的个人资料不在此处修改", en="The particulars of somebody on the register are not changed here"
)
AGE_OR_YEAR = Text(zh="年龄和出生年份只填一项", en="Give the age or the year of birth, not both")
NOT_EMPTY = Text(zh="此项不能清空", en="This can't be emptied")


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
    sex: Sex | None = None
    age: Age | None = Field(default=None, description="Kept as the year of birth, so that it stays right")
    birth_year: BirthYear | None = None
    matters: Matters | None = Field(default=None, description="What they may be told; left out: as usual for the role")
    is_emergency_contact: bool = False
    pays: bool = Field(default=False, description="Is billed; default: the first owner, else the first tenant")

    @model_validator(mode="after")
    def check_person_or_name(self) -> Self:
        """Raises BilingualValueError."""
        if (self.person_id is None) == (self.name is None):
            raise BilingualValueError(_PERSON_OR_NAME)
        own = (self.phone, self.email, self.id_number, self.preferred_name, self.sex)
        if self.person_id is not None and (any(own) or self.age is not None or self.birth_year is not None):
            raise BilingualValueError(_NO_OVERRIDE)
        if self.age is not None and self.birth_year is not None:
            raise BilingualValueError(AGE_OR_YEAR)
        return self


class MemberChange(BaseModel):
    """What of a membership changes; what is left out stays (handbook R-02)."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"matters": ["repairs", "parcels"]}]})

    role: Role | None = None
    relation: Name | None = None
    matters: Matters | None = Field(default=None, description="null: as usual for the role")
    is_emergency_contact: bool | None = None
    pays: bool | None = Field(default=None, description="true: is billed from now on in place of who was")

    @model_validator(mode="after")
    def check_not_emptied(self) -> Self:
        """Raises BilingualValueError."""
        if any(getattr(self, name) is None for name in self.model_fields_set - {"relation", "matters"}):
            raise BilingualValueError(NOT_EMPTY)
        return self


class LeaveBody(BaseModel):
    """When a member left."""

    model_config = ConfigDict(extra="forbid")

    left_on: Day | None = Field(default=None, description="Default: today; not in the future")


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
    sex: Sex | None
    age: int | None = Field(description="By the year of birth; null when it is not known")
    may_be_told: list[Matter] = Field(examples=[["everything"]])
    is_emergency_contact: bool
    pays: bool
    joined_on: date
    left_on: date | None

    @classmethod
    def of(cls, member: HouseholdMember, *, payer_id: str, year: int) -> Self:
        """The view of a loaded row with its person, as of `year`."""
        columns = {name: getattr(member if hasattr(member, name) else member.person, name) for name in MEMBER_COLUMNS}
        return cls(**member_fields(columns, payer_id=payer_id, year=year))


def member_fields(member: Mapping[str, Any], *, payer_id: str, year: int) -> dict[str, Any]:
    """What the view has, of columns, ready to be written as JSON: lists have no objects."""
    name, phone, email = member["name"], member["phone"], member["email"]
    return {
        "person_id": member["person_id"],
        "name": name,
        "display_name": member["preferred_name"] or name,
        "role": member["role"],
        "relation": member["relation"],
        "language": member["language"],
        "channels": member["channels"],
        "phone": mask_phone(phone) if phone else None,
        "email": mask_email(email) if email else None,
        "has_id_number": member["has_id_number"],
        "sex": member["sex"] or None,
        "age": age_in(year, member["birth_year"]),
        "may_be_told": may_be_told(member["role"], member["matters"]),
        "is_emergency_contact": member["is_emergency_contact"],
        "pays": member["person_id"] == payer_id,
        "joined_on": member["joined_on"],
        "left_on": member["left_on"],
    }
