"""Bodies of `/v1/payments`."""

from datetime import datetime
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from services.billing.domain.ledger import PaymentMethod
from services.billing.models import Payment, PaymentAllocation
from services.billing.schemas.charges import CauseView
from services.billing.schemas.fields import CommunityId, PaidFen
from shared.kernel.text import Text
from shared.runtime.http.fields import Code, Identifier
from shared.runtime.http.validation import BilingualValueError

_ONE_PAYER = Text(zh="household_id 与 room_code 填一项", en="Give either household_id or room_code")
_TWICE = Text(zh="charge_ids 有重复", en="A charge is named twice in charge_ids")
_MOST_CHARGES = 100


class PaymentTaking(BaseModel):
    """Money at the desk. It settles the designated charges first, then the oldest due; the rest is prepaid (B-06)."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "room_code": "3#2-5-1",
                    "method": "wechat",
                    "amount_fen": 8000,
                    "external_transaction": "4200002611220001",
                }
            ]
        },
    )

    household_id: Annotated[Identifier | None, Field(description="Either this or `room_code`")] = None
    room_code: Annotated[Code | None, Field(description="Who lives there now pays", examples=["3#2-5-1"])] = None
    method: PaymentMethod
    amount_fen: PaidFen
    charge_ids: list[Identifier] = Field(
        default_factory=list,
        max_length=_MOST_CHARGES,
        description="What the payer designates, settled in this order before anything else",
    )
    external_transaction: Annotated[
        Code | None,
        Field(description="The payment provider's number; posted twice it is one payment (B-06)"),
    ] = None
    community_id: CommunityId = None

    @model_validator(mode="after")
    def check_payer(self) -> Self:
        """Raises BilingualValueError unless exactly one payer is named and no charge twice."""
        if (self.household_id is None) == (self.room_code is None):
            raise BilingualValueError(_ONE_PAYER)
        if len(set(self.charge_ids)) != len(self.charge_ids):
            raise BilingualValueError(_TWICE)
        return self


class AllocationView(BaseModel):
    """What went to one charge; `outstanding_fen` is what that charge owed right after."""

    charge_id: str
    charge_number: str = Field(examples=["C261122-0001"])
    item: str = Field(examples=["repair_tap"])
    name_zh: str
    name_en: str
    cause: CauseView
    amount_fen: int
    outstanding_fen: int

    @classmethod
    def of(cls, part: PaymentAllocation) -> Self:
        """The view of a loaded row."""
        charge = part.charge
        return cls(
            charge_id=charge.id,
            charge_number=charge.number,
            item=charge.item,
            name_zh=charge.name_zh,
            name_en=charge.name_en,
            cause=CauseView.model_validate({"kind": charge.cause_kind, "id": charge.cause_id}),
            amount_fen=part.amount_fen,
            outstanding_fen=part.outstanding_fen,
        )


class PaymentView(BaseModel):
    """A payment: allocations and prepaid part sum to its amount."""

    id: str
    community_id: str
    household_id: str
    room_id: str
    room_code: str = Field(examples=["3#2-5-1"])
    method: PaymentMethod
    amount_fen: int = Field(examples=[8000])
    prepaid_fen: int = Field(description="The part that became prepaid balance")
    allocations: list[AllocationView]
    receipt_number: str = Field(examples=["SG-2026-000001"])
    external_transaction: str | None
    received_at: datetime
    received_by: str = Field(description="Account id")
    version: int

    @classmethod
    def of(cls, payment: Payment) -> Self:
        """The view of a loaded row."""
        return cls(
            id=payment.id,
            community_id=payment.community_id,
            household_id=payment.household_id,
            room_id=payment.room_id,
            room_code=payment.room_code,
            method=PaymentMethod(payment.method),
            amount_fen=payment.amount_fen,
            prepaid_fen=payment.prepaid_fen,
            allocations=[AllocationView.of(part) for part in payment.allocations],
            receipt_number=payment.receipt_number,
            external_transaction=payment.external_transaction,
            received_at=payment.received_at,
            received_by=payment.received_by,
            version=payment.version,
        )
