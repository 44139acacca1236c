"""Bodies of `/v1/receipts`."""

from datetime import date, datetime
from typing import Self

from pydantic import BaseModel, Field

from services.billing.domain.ledger import PaymentMethod
from services.billing.domain.receipts import capital_amount
from services.billing.domain.tariff import Unit
from services.billing.models import CommunityReplica, Payment, PaymentAllocation
from shared.kernel.money import yuan


class ReceiptLine(BaseModel):
    """What was paid of one charge with this receipt."""

    charge_number: str = Field(examples=["C261122-0001"])
    item: str = Field(examples=["repair_tap"])
    name_zh: str = Field(examples=["更换水龙头"])
    name_en: str = Field(examples=["Replace a tap"])
    unit: Unit
    quantity: int
    charged_from: date | None = Field(description="Of monthly items: the first day that is charged")
    charged_until: date | None = Field(description="Of monthly items: the last day that is charged")
    charged_fen: int = Field(description="The whole charge")
    paid_fen: int = Field(description="Paid with this receipt")
    outstanding_fen: int = Field(description="Still owed after this receipt")

    @classmethod
    def of(cls, part: PaymentAllocation) -> Self:
        """The line of a loaded row."""
        charge = part.charge
        return cls(
            charge_number=charge.number,
            item=charge.item,
            name_zh=charge.name_zh,
            name_en=charge.name_en,
            unit=Unit(charge.unit),
            quantity=charge.quantity,
            charged_from=charge.charged_from,
            charged_until=charge.charged_until,
            charged_fen=charge.amount_fen,
            paid_fen=part.amount_fen,
            outstanding_fen=part.outstanding_fen,
        )


class ReceiptView(BaseModel):
    """A receipt, the same whenever it is read: names and amounts as they were on the day (handbook B-06, B-16)."""

    number: str = Field(examples=["SG-2026-000001"])
    payment_id: str
    community_id: str
    community_name: str = Field(examples=["阳光花园"])
    room_code: str = Field(examples=["3#2-5-1"])
    payer_name: str
    method: PaymentMethod
    external_transaction: str | None
    received_at: datetime
    received_by_name: str
    amount_fen: int = Field(examples=[8000])
    amount_yuan: str = Field(examples=["80.00"])
    amount_capital: str = Field(description="In capital numerals (大写)", examples=["人民币捌拾元整"])
    prepaid_fen: int
    lines: list[ReceiptLine]

    @classmethod
    def of(cls, payment: Payment, community: CommunityReplica) -> Self:
        """The receipt of a loaded payment."""
        return cls(
            number=payment.receipt_number,
            payment_id=payment.id,
            community_id=payment.community_id,
            community_name=community.name,
            room_code=payment.room_code,
            payer_name=payment.payer_name,
            method=PaymentMethod(payment.method),
            external_transaction=payment.external_transaction,
            received_at=payment.received_at,
            received_by_name=payment.received_by_name,
            amount_fen=payment.amount_fen,
            amount_yuan=yuan(payment.amount_fen),
            amount_capital=capital_amount(payment.amount_fen),
            prepaid_fen=payment.prepaid_fen,
            lines=[ReceiptLine.of(part) for part in payment.allocations],
        )
