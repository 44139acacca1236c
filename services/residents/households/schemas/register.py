"""Vehicles, parking spaces and pets. Source: handbook R-02."""

from datetime import date
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from services.residents.households.domain.belongings import PetKind, Tenure, VehicleKind
from services.residents.households.models import ParkingSpace, Pet, Vehicle
from services.residents.households.schemas.members import Day
from shared.kernel.text import Text
from shared.runtime.http.fields import Code, Name
from shared.runtime.http.validation import BilingualValueError

_ROOM_OR_LABEL = Text(
    zh="请填写 room_code（登记为车位的房号）或 label（其他车位），二者择一",
    en="Give room_code (a space of the premises) or label (any other place), one of them",
)
_ENDS_BEFORE = Text(zh="截止日期早于开始日期", en="It ends before it begins")


class VehicleBody(BaseModel):
    """A vehicle to enter."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"plate": "京A·12345", "kind": "car", "brand": "比亚迪", "colour": "白"}]},
    )

    plate: Code = Field(examples=["京A12345"], description="Kept without dots and blanks, in capitals")
    kind: VehicleKind = VehicleKind.CAR
    brand: Name | None = Field(default=None, examples=["比亚迪"])
    colour: Name | None = Field(default=None, examples=["白"])
    since: Day | None = Field(default=None, description="Default: today; not in the future")


class ParkingSpaceBody(BaseModel):
    """A space to enter: a room of kind `parking_space` or `garage`, or a place that has only a label."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"label": "B1-012", "tenure": "leased", "until": "2027-12-31"}]},
    )

    room_code: Code | None = Field(default=None, examples=["1#B1-1-12"])
    label: Code | None = Field(default=None, examples=["B1-012"])
    tenure: Tenure
    since: Day | None = Field(default=None, description="Default: today")
    until: Day | None = Field(default=None, description="The last day of a lease, when it is known")

    @model_validator(mode="after")
    def check_room_or_label(self) -> Self:
        """Raises BilingualValueError."""
        if (self.room_code is None) == (self.label is None):
            raise BilingualValueError(_ROOM_OR_LABEL)
        if self.since is not None and self.until is not None and self.until < self.since:
            raise BilingualValueError(_ENDS_BEFORE)
        return self


class PetBody(BaseModel):
    """An animal to enter."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"kind": "dog", "name": "豆豆", "licence_number": "BJ-2026-00123"}]},
    )

    kind: PetKind
    name: Name | None = Field(default=None, examples=["豆豆"])
    licence_number: Code | None = Field(default=None, examples=["BJ-2026-00123"])
    since: Day | None = Field(default=None, description="Default: today; not in the future")


class RemovalBody(BaseModel):
    """When it went."""

    model_config = ConfigDict(extra="forbid")

    removed_on: Day | None = Field(default=None, description="Default: today; not in the future")


class VehicleView(BaseModel):
    """A vehicle, past ones too."""

    id: str
    plate: str = Field(examples=["京A12345"])
    kind: VehicleKind
    brand: str | None
    colour: str | None
    since: date
    removed_on: date | None

    @classmethod
    def of(cls, row: Vehicle) -> Self:
        """The view of a loaded row."""
        return cls.model_validate(row, from_attributes=True)


class ParkingSpaceView(BaseModel):
    """A space, past ones too."""

    id: str
    room_id: str | None
    label: str = Field(examples=["B1-012"])
    tenure: Tenure
    since: date
    until: date | None
    removed_on: date | None

    @classmethod
    def of(cls, row: ParkingSpace) -> Self:
        """The view of a loaded row."""
        return cls.model_validate(row, from_attributes=True)


class PetView(BaseModel):
    """An animal, past ones too."""

    id: str
    kind: PetKind
    name: str | None
    licence_number: str | None
    since: date
    removed_on: date | None

    @classmethod
    def of(cls, row: Pet) -> Self:
        """The view of a loaded row."""
        return cls.model_validate(row, from_attributes=True)
