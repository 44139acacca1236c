"""Standing instructions. Source: handbook A-06."""

from datetime import date, datetime
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from services.residents.households.domain.instructions import InstructionKind
from services.residents.households.models import StandingInstruction
from services.residents.households.schemas.members import Day
from shared.kernel.text import Text
from shared.runtime.http.fields import Prose
from shared.runtime.http.validation import BilingualValueError

_ENDS_BEFORE = Text(zh="截止日期早于开始日期", en="It ends before it begins")


class InstructionBody(BaseModel):
    """What the household asks of the desk."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"kind": "admit", "text": "工作日 9:00–17:00 请让保姆李阿姨进入", "valid_until": "2027-06-30"}]
        },
    )

    kind: InstructionKind
    text: Annotated[Prose, Field(max_length=500)]
    valid_from: Day | None = Field(default=None, description="Default: today")
    valid_until: Day | None = Field(default=None, description="The last day; left out: until it is withdrawn")

    @model_validator(mode="after")
    def check_period(self) -> Self:
        """Raises BilingualValueError."""
        if self.valid_from is not None and self.valid_until is not None and self.valid_until < self.valid_from:
            raise BilingualValueError(_ENDS_BEFORE)
        return self


class InstructionView(BaseModel):
    """An instruction, with who wrote it down."""

    id: str
    kind: InstructionKind
    text: str
    valid_from: date
    valid_until: date | None
    written_by: str = Field(description="Account id")
    written_by_name: str
    written_at: datetime
    withdrawn_at: datetime | None

    @classmethod
    def of(cls, row: StandingInstruction) -> Self:
        """The view of a loaded row."""
        return cls.model_validate(row, from_attributes=True)
