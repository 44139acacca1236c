"""Bodies of the verbs on a ticket."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, ValidationInfo

from services.tickets.requests.domain.appointments import AskedBy
from services.tickets.requests.domain.intake import Department
from services.tickets.requests.domain.lifecycle import Outcome
from services.tickets.requests.domain.materials import WorkKind
from services.tickets.requests.domain.pauses import PauseReason
from shared.kernel.text import Text
from shared.runtime.http.fields import Code, Identifier, Line, Name, Prose
from shared.runtime.http.validation import BilingualValueError

Moment = Annotated[
    AwareDatetime,
    Field(ge=datetime(2000, 1, 1, tzinfo=UTC), le=datetime(2100, 1, 1, tzinfo=UTC)),
    Field(examples=["2026-11-23T10:00:00+08:00"]),
]
_AN_ID = "0193d2a0-0000-7000-8000-000000000001"


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


def _or_a_department(assignee_id: str | None, info: ValidationInfo) -> str | None:
    """A department that is unknown is told by itself."""
    if assignee_id is None and info.data.get("department", "") is None:
        raise BilingualValueError(Text(zh="须指明被派工人或部门", en="Name the assignee or the department"))
    return assignee_id


class Dispatch(_Body):
    """Whom it goes to: an account, or a department whose staff takes it up; an assistant may accompany (T-04)."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"assignee_id": _AN_ID, "note": "业户在家"}, {"department": "security"}]},
    )

    department: Department | None = Field(default=None, description="Default: the ticket's own")
    assignee_id: Annotated[Identifier | None, AfterValidator(_or_a_department)] = Field(
        default=None, validate_default=True, description="An active account with a fitting role"
    )
    companion_id: Identifier | None = Field(default=None, description="The floor's assistant who accompanies the work")
    note: Line | None = None


class Note(_Body):
    """An optional remark for the history."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{}, {"note": "已电话联系"}]})

    note: Line | None = None


class Appointment(_Body):
    """An agreed time, whose doing the wait is, and why (T-07, T-08)."""

    starts_at: Moment = Field(description="Not in the past")
    asked_by: AskedBy
    reason: Line = Field(examples=["业户周一才在家"])


class ArrivalCheck(_Body):
    """What the desk heard when it asked whether somebody came (T-07)."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"arrived": True}, {"arrived": False, "note": "业户说没人来"}]}
    )

    arrived: bool
    note: Line | None = None


class Pause(_Body):
    """Whose side the wait is on (T-08, T-28)."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"reason": "part", "note": "业户自购龙头，周五到货"}]}
    )

    reason: PauseReason
    note: Line | None = None


class QuoteAsked(_Body):
    """An item of the tariff in force, and how many units."""

    item: Code = Field(examples=["tap_replacement"])
    quantity: int = Field(default=1, ge=1, le=1000)


class Quote(_Body):
    """What the work costs; prices come from the tariff, not from here (T-09)."""

    lines: list[QuoteAsked] = Field(min_length=1, max_length=20)


class QuoteApproval(_Body):
    """Who accepted the price on site, and what stands for the signature."""

    accepted_by: Name = Field(examples=["王芳"])
    statement: Prose = Field(description="Signature as text, or what was said", examples=["同意 80 元，王芳"])


class QuoteRefusal(_Body):
    """Why the price was declined."""

    declined_by: Name = Field(examples=["王芳"])
    reason: Line = Field(examples=["自己找人修"])


class AgreementWithdrawal(_Body):
    """Who took back an accepted price before the work, and why."""

    withdrawn_by: Name = Field(examples=["王芳"])
    reason: Line = Field(examples=["改为自行购买"])


class WorkLineGiven(_Body):
    """A material or an hour of labour that went into the work (T-09)."""

    kind: WorkKind
    item: Name = Field(examples=["4 分水龙头"])
    quantity: Decimal = Field(gt=0, max_digits=9, decimal_places=3, examples=["1"])
    unit: Code = Field(examples=["个"])
    tariff_item: Code | None = Field(default=None, description="Of the quote that the resident accepted, if billed")


class Completion(_Body):
    """What was done, and who signed for it (T-09); work at somebody's home is signed for."""

    work_done: Prose = Field(examples=["更换厨房水龙头，试水正常"])
    signed_by: Name | None = Field(default=None, examples=["王芳"])
    lines: list[WorkLineGiven] = Field(default=[], max_length=50, description="Materials and labour")
    contractor: Name | None = Field(default=None, description="Whose work it was; required for warranty work (T-10)")


class DirectAnswer(_Body):
    """What the requester was told, where that is all that was wanted (T-04)."""

    answer: Prose = Field(examples=["物业费可在前台刷卡，也可用微信支付"])


class Closing(_Body):
    """The requester was told (T-01); not satisfied sends it back to work (T-11)."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"told_requester": True, "satisfied": True}]}
    )

    told_requester: bool
    satisfied: bool
    note: Line | None = None


class Reopening(_Body):
    """Why the work is not done."""

    reason: Line = Field(examples=["还在滴水"])


class Dismissal(_Body):
    """Closed without work, with its explanation on record (T-15)."""

    outcome: Literal[Outcome.INVALID, Outcome.WITHDRAWN]
    explanation: Prose = Field(examples=["业户已自行处理，撤回报修"])


class HandOver(_Body):
    """Who owns it from now on (T-01)."""

    owner_id: Identifier = Field(examples=[_AN_ID])
    note: Line | None = None
