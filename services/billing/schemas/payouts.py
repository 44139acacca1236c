"""Bodies of `/v1/prepaid-payouts`."""

from datetime import datetime
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field

from services.billing.domain.ledger import PaymentMethod
from services.billing.domain.payouts import PAYOUT_LIFE, PayoutStatus
from services.billing.domain.receipts import capital_amount
from services.billing.models import CommunityReplica, PrepaidPayout
from services.billing.schemas.deposits import RefundMethod
from shared.kernel.money import yuan
from shared.runtime.http.fields import Code, Identifier, Line, Name

Fen = Annotated[int, Field(ge=1, le=10**12, description="Integer fen", examples=[35_800])]


class PayoutRequest(BaseModel):
    """Of whose balance, how much and why; by default all that is left of it, to who pays for the household."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"household_id": "01a1f8cf-3c0e-7a51-9d2c-5a4a5b1d0c11", "reason": "已迁出"}]},
    )

    household_id: Identifier = Field(description="Present or departed")
    amount_fen: Fen | None = None
    reason: Line = Field(examples=["已迁出，退还预交物业费"])
    payee_name: Name | None = None


class PayoutRefusal(BaseModel):
    """Why it is not paid out."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"reason": "请先结清欠费"}]})

    reason: Line


class PayoutPayment(BaseModel):
    """How it is paid out."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"method": "bank"}]})

    method: RefundMethod
    external_transaction: Annotated[Code | None, Field(description="The bank's or provider's number")] = None


class PayoutView(BaseModel):
    """A payout: what of the balance goes back, who asked, decided and paid (B-07)."""

    id: str
    community_id: str
    household_id: str
    room_id: str
    room_code: str = Field(examples=["3#2-5-1"])
    payer_name: str
    status: PayoutStatus
    actions: list[str] = Field(description="What may be done next")
    amount_fen: int = Field(examples=[35_800])
    owed_fen: int = Field(description="What the household owed when it was asked for, for who approves")
    requested_at: datetime
    requested_by: str = Field(description="Account id")
    reason: str
    payee_name: str
    decided_at: datetime | None
    decided_by: str | None = Field(description="Account id")
    refusal: str | None
    paid_at: datetime | None
    paid_by: str | None = Field(description="Account id")
    method: PaymentMethod | None
    external_transaction: str | None
    voucher_number: str | None = Field(examples=["SG-PR-2026-000001"])
    version: int

    @classmethod
    def of(cls, payout: PrepaidPayout) -> Self:
        """The view of a row."""
        same = {name: getattr(payout, name) for name in cls.model_fields if name not in _MADE}
        return cls(
            **same,
            actions=list(PAYOUT_LIFE.actions(PayoutStatus(payout.status))),
            requested_at=payout.created_at,
        )


_MADE = frozenset({"actions", "requested_at"})


class PayoutVoucherView(BaseModel):
    """What the voucher says, the same whenever it is printed (B-16)."""

    number: str
    community_name: str
    room_code: str
    payer_name: str
    payee_name: str
    reason: str
    method: PaymentMethod
    external_transaction: str | None
    amount_fen: int
    amount_capital: str
    amount_yuan: str
    approved_by_name: str
    paid_by_name: str
    paid_at: datetime

    @classmethod
    def of(cls, payout: PrepaidPayout, community: CommunityReplica) -> Self:
        """The voucher of a payout that was paid."""
        return cls.model_validate(
            {
                "number": payout.voucher_number,
                "community_name": community.name,
                "approved_by_name": payout.decided_by_name,
                "amount_capital": capital_amount(payout.amount_fen),
                "amount_yuan": yuan(payout.amount_fen),
                **{
                    name: getattr(payout, name)
                    for name in (
                        "room_code", "payer_name", "payee_name", "reason", "method", "external_transaction",
                        "amount_fen", "paid_by_name", "paid_at",
                    )
                },
            }
        )  # fmt: skip
