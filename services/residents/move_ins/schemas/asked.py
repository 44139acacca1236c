"""What is asked for: a form for each step. What is kept of a form is answered in the same shape."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Self

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from services.residents.defects.schemas.asked import DefectFound
from services.residents.households.schemas import MemberBody
from services.residents.move_ins.domain.documents import Handout, OwnerAgreement
from services.residents.move_ins.domain.inspection import InspectionFinding, InspectionItem, OpeningMeter
from services.residents.move_ins.domain.keys import KeyCustody, KeyLabel
from services.residents.move_ins.domain.papers import MoveInPaper, MoveInParty, MoveInPresenter
from shared.kernel.text import Text
from shared.runtime.http.fields import AmountFen, Code, Digest, Identifier, Line, Name, Prose
from shared.runtime.http.validation import BilingualValueError

Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2100, 12, 31), examples=["2026-11-20"])]
Moment = Annotated[AwareDatetime, Field(ge=datetime(2000, 1, 1, tzinfo=UTC), le=datetime(2100, 12, 31, tzinfo=UTC))]


def _plainly(reading: Decimal) -> Decimal:
    """Neither `-0` nor `1E+2`: it is stored, told and printed as it stands."""
    return abs(Decimal(f"{reading:f}"))


# Ten digits before the point and three behind it are more than any meter shows.
MeterReading = Annotated[
    Decimal, Field(ge=0, max_digits=13, decimal_places=3, examples=["12.345"]), AfterValidator(_plainly)
]
_RECEIPT_FOR_MONEY = Text(
    zh="有预交金额须填收据号；没有金额则不填", en="Name the receipt of an amount; without an amount there is none"
)
_WHO_AUTHORISED = Text(
    zh="托管钥匙须填写授权人 authorised_by", en="Name who authorised it (authorised_by) when a key stays"
)


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid")


class MoveInBody(_Form):
    """A notified owner from the developer's list (handbook R-20)."""

    room_code: Code = Field(examples=["3#2-5-1"])
    owner_name: Name = Field(examples=["王芳"], description="As on the developer's list; a company's name")
    owner_phone: Code | None = Field(default=None, examples=["13812345678"])
    notice_number: Code = Field(examples=["JF-2026-0178"], description="The developer's hand-over notice")
    notice_on: Day = Field(description="The notice's date; not in the future")
    appointment_at: Moment | None = Field(default=None, examples=["2026-11-28T10:00:00+08:00"])
    pack_prepared: bool = Field(default=False, description="Whether the document pack lies ready")
    community_id: Identifier | None = Field(default=None, description="Needed when the account has several communities")


class PaperPresented(_Form):
    """A paper, by its kind; a copy by its SHA-256, or what it is in words."""

    kind: MoveInPaper
    sha256: Digest | None = None
    description: Line | None = Field(default=None, examples=["原件已核对"])


class VerificationForm(_Form):
    """What the owner presents (handbook R-21)."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "papers": [
                        {"kind": "hand_over_notice"},
                        {"kind": "identity", "description": "原件已核对"},
                        {"kind": "contract_copy"},
                        {"kind": "photo"},
                    ]
                }
            ]
        },
    )

    party: MoveInParty = MoveInParty.PRIVATE
    presented_by: MoveInPresenter = MoveInPresenter.OWNER
    notice_number: Code | None = Field(default=None, description="As on the notice; checked against the list")
    papers: Annotated[list[PaperPresented], Field(max_length=30)]


class SalesOfficeForm(_Form):
    """What was missing, so that the sales office was asked (handbook R-21)."""

    missing: Annotated[list[MoveInPaper], Field(min_length=1, max_length=20, examples=[["contract_copy"]])]
    note: Prose | None = Field(default=None, examples=["已电话询问销售部，明日补送合同复印件"])


class AgreementsForm(_Form):
    """What was signed (handbook R-22)."""

    signed: Annotated[
        list[OwnerAgreement], Field(min_length=1, max_length=10, examples=[["interim_convention", "area_undertaking"]])
    ]
    signed_by: Name = Field(examples=["王芳"])


class HandoutLine(_Form):
    """A line of the receipt list."""

    kind: Handout
    count: int = Field(default=1, ge=1, le=100)


class DocumentsForm(_Form):
    """What was handed out, against the receipt list (handbook R-22)."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "documents": [
                        {"kind": "quality_guarantee"},
                        {"kind": "user_manual"},
                        {"kind": "owner_handbook"},
                    ],
                    "received_by": "王芳",
                }
            ]
        },
    )

    documents: Annotated[list[HandoutLine], Field(min_length=1, max_length=20)]
    received_by: Name = Field(examples=["王芳"])


class PrepaymentForm(_Form):
    """What was prepaid at the cashier's, by its receipt; 0 without a receipt where nothing is (handbook R-22)."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"amount_fen": 64_080, "receipt_number": "SG-2026-000001"}]}
    )

    amount_fen: AmountFen
    receipt_number: Code | None = None

    @model_validator(mode="after")
    def check_receipt(self) -> Self:
        """Raises BilingualValueError."""
        if (self.amount_fen > 0) != (self.receipt_number is not None):
            raise BilingualValueError(_RECEIPT_FOR_MONEY)
        return self


class HouseholdForm(_Form):
    """The household form: `members` where nobody holds the room yet, nothing to confirm who does (handbook R-22)."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"members": [{"name": "王芳", "role": "owner", "phone": "13812345678"}]}]},
    )

    members: Annotated[list[MemberBody], Field(min_length=1, max_length=20)] | None = None


class CustodyForm(_Form):
    """Whether one key stays for finishing work (handbook R-22)."""

    custody: KeyCustody
    authorised_by: Name | None = Field(default=None, examples=["王芳"], description="Who signed the authorisation")

    @model_validator(mode="after")
    def check_authorised(self) -> Self:
        """Raises BilingualValueError."""
        if self.custody is not KeyCustody.NONE and self.authorised_by is None:
            raise BilingualValueError(_WHO_AUTHORISED)
        return self


class ItemLooked(_Form):
    """An item of the list, with the defects found at it."""

    item: InspectionItem
    finding: InspectionFinding
    note: Line | None = None
    defects: Annotated[list[DefectFound], Field(max_length=10)] = []


class InspectionForm(_Form):
    """The joint inspection: each item of the room's list once; see `move_ins.inspection_items` (handbook R-22)."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "items": [{"item": "floor", "finding": "ok"}, {"item": "markings", "finding": "ok"}],
                    "inspected_with": "王芳",
                }
            ]
        },
    )

    items: Annotated[list[ItemLooked], Field(min_length=1, max_length=60)]
    inspected_with: Name = Field(examples=["王芳"], description="Who looked at it for the owner")


class ReadingLine(_Form):
    """What a meter shows."""

    kind: OpeningMeter
    serial: Code | None = Field(default=None, examples=["W20260178"])
    reading: MeterReading


class ReadingsForm(_Form):
    """The opening readings: each meter that this kind of room has, or that it has none (handbook R-22, B-13)."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "readings": [
                        {"kind": "water", "serial": "W20260178", "reading": "1.250"},
                        {"kind": "power", "serial": "E20260178", "reading": "36.0"},
                    ],
                    "absent": ["gas"],
                }
            ]
        },
    )

    readings: Annotated[list[ReadingLine], Field(max_length=10)] = []
    absent: Annotated[list[OpeningMeter], Field(max_length=3)] = []


class KeyTried(_Form):
    """One key, tried in its lock."""

    label: KeyLabel
    tag: Code | None = Field(default=None, examples=["3#2-5-1"], description="Default: the room's code (A-20)")
    works: bool
    stays: bool = Field(default=False, description="With the service centre for finishing work, against a slip")


class KeysForm(_Form):
    """The keys, tried one by one; those that work are signed for (handbook R-22)."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "keys": [
                        {"label": "entrance", "tag": "3#2-5-1", "works": True},
                        {"label": "door", "tag": "3#2-5-1", "works": True},
                    ],
                    "received_by": "王芳",
                }
            ]
        },
    )

    keys: Annotated[list[KeyTried], Field(min_length=1, max_length=60)]
    received_by: Name = Field(examples=["王芳"])


class PassWish(_Form):
    """How many resident passes a member is to get; three are free (handbook A-30)."""

    person_id: Identifier
    count: int = Field(ge=1, le=20, examples=[3])


class CompletionForm(_Form):
    """The result (handbook R-24)."""

    handed_over_on: Day | None = Field(default=None, description="Default: today; not before the notice")
    passes_wanted: Annotated[list[PassWish], Field(max_length=20)] = []
    note: Prose | None = None


class CancellationForm(_Form):
    """Why it does not take place."""

    reason: Prose = Field(examples=["业主拒收，已退回开发商"])
