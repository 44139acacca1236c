"""What is asked for."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from services.residents.households.schemas import MemberBody
from services.residents.transfers.domain.checklist import Item
from services.residents.transfers.domain.readings import Meter
from services.residents.transfers.domain.reasons import PaperKind, Reason, Vacancy
from shared.kernel.text import Text
from shared.runtime.http.fields import Identifier, Line, Prose
from shared.runtime.http.validation import BilingualValueError

Day = Annotated[date, Field(ge=date(1950, 1, 1), le=date(2200, 12, 31), examples=["2026-12-01"])]
Reading = Annotated[Decimal, Field(ge=0, max_digits=12, decimal_places=3, examples=["1234.5"])]
_READ_OR_ABSENT = Text(
    zh="请填写 reading；没有此表时填 is_absent: true",
    en="Give reading, or is_absent: true where there is no such meter",
)
_METER_TWICE = Text(zh="同一种表只填一次", en="Name each meter once")


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class PaperBody(_Body):
    """A paper that was presented and looked at; its number is not noted, the copy goes into the file."""

    kind: PaperKind
    description: Line | None = Field(default=None, examples=["网签合同，双方签字"])


Papers = Annotated[list[PaperBody], Field(max_length=20)]
Members = Annotated[list[MemberBody], Field(max_length=20)]


class TransferBody(_Body):
    """A change of holder (变更交接, handbook R-07)."""

    household_id: Identifier = Field(description="Who leaves")
    planned_on: Day
    reason: Reason
    remark: Prose | None = None
    papers: Papers = []
    members: Members = Field(default=[], description="The new holder's household; empty: nobody is known yet")
    vacant_as: Vacancy = Field(default=Vacancy.SOLD_VACANT, description="The room's use when nobody follows")


class TransferChange(_Body):
    """What changes; what is left out stays. `members` replaces the list, `papers` are added."""

    planned_on: Day | None = None
    reason: Reason | None = None
    remark: Prose | None = None
    papers: Papers = []
    members: Members | None = None
    vacant_as: Vacancy | None = None


class ReadingBody(_Body):
    """A meter's last reading, or that the room has none of the kind."""

    meter: Meter
    reading: Reading | None = None
    is_absent: bool = False

    @model_validator(mode="after")
    def check_read_or_absent(self) -> Self:
        """Raises BilingualValueError."""
        if (self.reading is None) != self.is_absent:
            raise BilingualValueError(_READ_OR_ABSENT)
        return self


class ReadingsBody(_Body):
    """One entry a meter; a meter that was read before is corrected."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "readings": [
                        {"meter": "water", "reading": "123.4"},
                        {"meter": "power", "reading": "5678"},
                        {"meter": "gas", "is_absent": True},
                    ]
                }
            ]
        },
    )

    readings: Annotated[list[ReadingBody], Field(min_length=1, max_length=3)]

    @model_validator(mode="after")
    def check_once(self) -> Self:
        """Raises BilingualValueError."""
        if len({each.meter for each in self.readings}) < len(self.readings):
            raise BilingualValueError(_METER_TWICE)
        return self


class ConfirmationBody(_Body):
    """An item that no record can settle was looked after by hand."""

    item: Item = Field(examples=["parcels"])
    note: Prose = Field(examples=["包裹架已核对，无该户包裹"])


class WaiverBody(_Body):
    """An open item need not be settled before the closing; the reason goes on the record."""

    item: Item = Field(examples=["arrears"])
    reason: Prose = Field(examples=["欠费由买方书面承诺承担"])


class CancellationBody(_Body):
    """Why nothing comes of it."""

    reason: Prose = Field(examples=["买卖双方解约"])


class ClosingBody(_Body):
    """From which day the room has its new holder; the old one pays through the day before."""

    transferred_on: Day | None = Field(default=None, description="Default: today; not in the future")
