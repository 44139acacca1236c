"""Billing's state as its events carry it."""

from datetime import datetime
from typing import Any

from services.billing.models import Charge, Deposit, Payment, TariffItem, TariffVersion
from shared.contracts.billing import Allocation, TariffChanged
from shared.contracts.common import Cause


def charge_state(charge: Charge) -> dict[str, Any]:
    """The fields that every `charge.*` event has."""
    return {
        "charge_id": charge.id,
        "number": charge.number,
        "household_id": charge.household_id,
        "room_id": charge.room_id,
        "room_code": charge.room_code,
        "item": charge.item,
        "period": charge.period,
        "amount_fen": charge.amount_fen,
        "outstanding_fen": charge.outstanding_fen,
        "due_on": charge.due_on,
        "cause": cause_of(charge),
        "version": charge.version,
    }


def payment_state(payment: Payment) -> dict[str, Any]:
    """The fields that every `payment.*` event has."""
    return {
        "payment_id": payment.id,
        "household_id": payment.household_id,
        "room_id": payment.room_id,
        "room_code": payment.room_code,
        "method": payment.method,
        "amount_fen": payment.amount_fen,
        "prepaid_fen": payment.prepaid_fen,
        "receipt_number": payment.receipt_number,
        "received_at": payment.received_at,
        "allocations": [
            Allocation(
                charge_id=part.charge.id,
                cause=cause_of(part.charge),
                amount_fen=part.amount_fen,
                outstanding_fen=part.outstanding_fen,
            )
            for part in payment.allocations
        ],
    }


def refund_state(deposit: Deposit, *, at: datetime, version: int) -> dict[str, Any]:
    """The fields of `deposit.refunded`; `version` is the one that this change leads to."""
    return {
        "deposit_id": deposit.id,
        "household_id": deposit.household_id,
        "room_id": deposit.room_id,
        "room_code": deposit.room_code,
        "cause": cause_of(deposit),
        "paid_fen": deposit.paid_fen,
        "deducted_fen": deposit.deducted_fen,
        "refunded_fen": deposit.refunded_fen,
        "voucher_number": deposit.voucher_number or "",
        "refunded_at": at,
        "version": version,
    }


def cause_of(charge: Charge | Deposit) -> Cause:
    """What the charge is for."""
    return Cause.model_validate({"kind": charge.cause_kind, "id": charge.cause_id, "item": charge.item})


def price_told(item: TariffItem, version: TariffVersion) -> TariffChanged:
    """One version of an item's price; the event's version is the price's number within the item."""
    return TariffChanged(
        item=item.code,
        name_zh=item.name_zh,
        name_en=item.name_en,
        unit=item.unit,
        unit_price_fen=version.unit_price_fen,
        valid_from=version.valid_from,
        version=version.number,
    )
