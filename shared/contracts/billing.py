"""Events told by the billing service. Every amount is integer fen."""

from datetime import date, datetime
from typing import ClassVar, Literal

from pydantic import Field

from shared.contracts.common import Cause, Part
from shared.contracts.envelope import Event

ArrearsThreshold = Literal["age", "amount"]
PaymentMethod = Literal["cash", "bank", "card", "wechat", "alipay", "prepaid"]


class _Billing(Event):
    PRODUCER: ClassVar[str] = "billing"


class _ChargeState(_Billing):
    charge_id: str
    number: str
    household_id: str
    room_id: str
    room_code: str
    item: str
    period: str | None = Field(description="`2026-11` for recurring charges")
    amount_fen: int
    outstanding_fen: int
    due_on: date
    cause: Cause
    version: int


class ChargePosted(_ChargeState):
    """A charge stands in the ledger. Source: handbook B-17."""

    TYPE: ClassVar[str] = "charge.posted"


class ChargeReversed(_ChargeState):
    """A charge was taken back by a counter-posting, wholly or in part. Source: handbook B-07.

    `amount_fen` is what was charged once, `outstanding_fen` what is still owed of it.
    """

    TYPE: ClassVar[str] = "charge.reversed"

    reversed_fen: int | None = Field(default=None, description="what was taken back now; none means all of it")


class Allocation(Part):
    """The part of a payment that went to one charge; `outstanding_fen` is what that charge still owes."""

    charge_id: str
    cause: Cause
    amount_fen: int
    outstanding_fen: int


class PaymentReceived(_Billing):
    """Money arrived and was allocated. Source: handbook B-06."""

    TYPE: ClassVar[str] = "payment.received"

    payment_id: str
    household_id: str
    room_id: str
    room_code: str
    method: PaymentMethod
    amount_fen: int
    prepaid_fen: int = Field(description="the part that became prepaid balance")
    receipt_number: str
    received_at: datetime
    allocations: list[Allocation]


class TariffChanged(_Billing):
    """A tariff item as in force from `valid_from`. Source: handbook B-01."""

    TYPE: ClassVar[str] = "tariff.changed"

    item: str
    name_zh: str
    name_en: str
    unit: str
    unit_price_fen: int
    valid_from: date
    version: int


class PrepaidChanged(_Billing):
    """A household's prepaid balance as it now is; the envelope's subject is the household. Source: handbook B-06, R-07.

    Paid beyond what was owed, taken back of what had been paid, used for a charge, or paid out.
    """

    TYPE: ClassVar[str] = "prepaid.changed"

    household_id: str
    balance_fen: int
    version: int


class PrepaidRefunded(_Billing):
    """A prepaid balance, or a part of it, was paid out. Source: handbook B-06, B-07, R-07."""

    TYPE: ClassVar[str] = "prepaid.refunded"

    payout_id: str
    household_id: str
    room_id: str
    room_code: str
    amount_fen: int
    voucher_number: str
    refunded_at: datetime
    version: int


class DepositRefunded(_Billing):
    """A deposit was paid back, less what was kept of it. Source: handbook B-09, R-36.

    With nothing left to pay back, `refunded_fen` is 0 and `voucher_number` empty: the deposit is settled all the same.
    """

    TYPE: ClassVar[str] = "deposit.refunded"

    deposit_id: str
    household_id: str
    room_id: str
    room_code: str
    cause: Cause
    paid_fen: int = Field(description="what had been paid in")
    deducted_fen: int
    refunded_fen: int
    voucher_number: str
    refunded_at: datetime
    version: int


class ArrearsThresholdCrossed(_Billing):
    """A household owes over half a year or over CNY 5,000 (policy); once until it is under both again.

    Source: handbook B-11, T-26.
    """

    TYPE: ClassVar[str] = "arrears.threshold_crossed"

    crossing_id: str
    household_id: str
    room_id: str
    room_code: str
    over: list[ArrearsThreshold] = Field(description="which threshold, or both")
    overdue_fen: int = Field(description="past its due date on the day")
    oldest_due_on: date
    crossed_on: date = Field(description="the community's day")
    version: int
