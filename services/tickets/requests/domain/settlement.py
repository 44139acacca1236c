"""Whether a ticket is paid, from whatever billing has told so far, in any order. Source: handbook B-17, flow 1."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class PaymentStatus(StrEnum):
    """What waits for money."""

    NONE = "none"
    AWAITING_CHARGE = "awaiting_charge"
    DUE = "due"
    PARTLY_PAID = "partly_paid"
    PAID = "paid"


class Charged(Protocol):
    """A charge as last told."""

    id: str
    amount_fen: int
    is_reversed: bool


class Paid(Protocol):
    """A payment's part for a charge, and what the charge owed after it."""

    charge_id: str
    amount_fen: int
    outstanding_fen: int


@dataclass(frozen=True, slots=True)
class Settlement:
    """All amounts are of charges that stand."""

    charged_fen: int
    paid_fen: int
    status: PaymentStatus


def paid_of(charge_id: str, payments: Iterable[Paid]) -> int:
    """What payments brought for the charge."""
    return sum(part.amount_fen for part in payments if part.charge_id == charge_id)


def settle(billable_fen: int, charges: Iterable[Charged], payments: Iterable[Paid]) -> Settlement:
    """The sum over charges; a charge that only its payments speak of yet owed what the latest of them left.

    Sums and minima only, so that no order and no repetition changes the result.
    """
    parts = list(payments)
    amounts = {charge.id: 0 if charge.is_reversed else charge.amount_fen for charge in charges}
    standing = {charge_id for charge_id, amount in amounts.items() if amount}
    for charge_id in {part.charge_id for part in parts} - amounts.keys():
        left = min(part.outstanding_fen for part in parts if part.charge_id == charge_id)
        amounts[charge_id] = paid_of(charge_id, parts) + left
        standing.add(charge_id)

    charged = sum(amounts[charge_id] for charge_id in standing)
    paid = sum(min(paid_of(charge_id, parts), amounts[charge_id]) for charge_id in standing)
    return Settlement(charged, paid, _status(billable_fen, charged, paid, is_charged=bool(amounts)))


def _status(billable_fen: int, charged: int, paid: int, *, is_charged: bool) -> PaymentStatus:
    if not charged:
        return PaymentStatus.NONE if is_charged or not billable_fen else PaymentStatus.AWAITING_CHARGE
    if paid >= charged:
        return PaymentStatus.PAID
    return PaymentStatus.PARTLY_PAID if paid else PaymentStatus.DUE
