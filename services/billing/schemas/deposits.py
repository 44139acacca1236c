"""Bodies of `/v1/deposits`."""

from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from services.billing.domain.charging import CauseKind
from services.billing.domain.deposits import DepositStatus, possible
from services.billing.domain.ledger import PaymentMethod
from services.billing.domain.receipts import capital_amount
from services.billing.models import CommunityReplica, Deposit
from services.billing.schemas.charges import CauseView
from shared.kernel.money import yuan
from shared.runtime.http.fields import Code, Line, Name

RefundMethod = Literal[
    PaymentMethod.CASH, PaymentMethod.BANK, PaymentMethod.CARD, PaymentMethod.WECHAT, PaymentMethod.ALIPAY
]


class RefundRequest(BaseModel):
    """Why it goes back (B-07), and to whom: by default who paid it in."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"reason": "装修验收合格"}]})

    reason: Line
    payee_name: Name | None = None


class RefundRefusal(BaseModel):
    """Why it is not paid back now."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"reason": "请补充收据原件"}]})

    reason: Line


class RefundPayment(BaseModel):
    """How it is paid out, and the receipt that is handed in for it (B-09)."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"method": "cash", "receipt_number": "SG-2026-000001"}]},
    )

    method: RefundMethod
    receipt_number: Annotated[Code, Field(description="Of the payment that brought the deposit")]
    external_transaction: Annotated[Code | None, Field(description="The bank's or provider's number")] = None


class DeductionView(BaseModel):
    """What is kept, and the kind of reason."""

    reason: str = Field(examples=["rubbish"])
    amount_fen: int


class DepositView(BaseModel):
    """A deposit: what was paid in, what is kept of it, what went back (B-09)."""

    id: str
    community_id: str
    charge_id: str
    household_id: str
    room_id: str
    room_code: str = Field(examples=["3#2-5-1"])
    payer_name: str
    item: str = Field(examples=["renovation_deposit"])
    name_zh: str
    name_en: str
    cause: CauseView
    status: DepositStatus
    actions: list[str] = Field(description="What people may do next")
    paid_fen: int = Field(examples=[200000])
    deducted_fen: int
    refunded_fen: int
    refundable_fen: int = Field(description="What is left to pay back")
    uncovered_fen: int = Field(description="Claimed beyond what was paid in")
    deductions: list[DeductionView]
    paid_at: datetime = Field(description="First payment of it")
    released_at: datetime | None
    requested_at: datetime | None
    requested_by: str | None = Field(description="Account id")
    reason: str | None
    payee_name: str | None
    decided_at: datetime | None
    decided_by: str | None = Field(description="Account id")
    refusal: str | None = Field(description="Why the last request was refused")
    refunded_at: datetime | None
    refunded_by: str | None = Field(description="Account id")
    method: PaymentMethod | None
    external_transaction: str | None
    receipt_number: str | None = Field(description="The receipt that was handed in")
    voucher_number: str | None = Field(examples=["SG-RF-2026-000001"])
    version: int

    @classmethod
    def of(cls, deposit: Deposit) -> Self:
        """The view of a row."""
        same = {name: getattr(deposit, name) for name in cls.model_fields if name not in _MADE}
        return cls(
            **same,
            cause=CauseView(kind=CauseKind(deposit.cause_kind), id=deposit.cause_id),
            actions=possible(DepositStatus(deposit.status)),
            deductions=[DeductionView.model_validate(each) for each in deposit.deductions],
            paid_at=deposit.created_at,
        )


_MADE = frozenset({"cause", "actions", "deductions", "paid_at"})


class VoucherView(BaseModel):
    """What the refund voucher says, the same whenever it is printed (B-09, B-16)."""

    number: str
    community_name: str
    room_code: str
    payer_name: str
    payee_name: str
    name_zh: str
    name_en: str
    reason: str
    receipt_number: str
    method: PaymentMethod
    external_transaction: str | None
    paid_fen: int
    deductions: list[DeductionView]
    refunded_fen: int
    amount_capital: str
    amount_yuan: str
    approved_by_name: str
    refunded_by_name: str
    refunded_at: datetime

    @classmethod
    def of(cls, deposit: Deposit, community: CommunityReplica) -> Self:
        """The voucher of a refunded deposit."""
        return cls.model_validate(
            {
                "number": deposit.voucher_number,
                "community_name": community.name,
                "room_code": deposit.room_code,
                "payer_name": deposit.payer_name,
                "payee_name": deposit.payee_name,
                "name_zh": deposit.name_zh,
                "name_en": deposit.name_en,
                "reason": deposit.reason,
                "receipt_number": deposit.receipt_number,
                "method": deposit.method,
                "external_transaction": deposit.external_transaction,
                "paid_fen": deposit.paid_fen,
                "deductions": deposit.deductions,
                "refunded_fen": deposit.refunded_fen,
                "amount_capital": capital_amount(deposit.refunded_fen),
                "amount_yuan": yuan(deposit.refunded_fen),
                "approved_by_name": deposit.decided_by_name,
                "refunded_by_name": deposit.refunded_by_name,
                "refunded_at": deposit.refunded_at,
            }
        )
