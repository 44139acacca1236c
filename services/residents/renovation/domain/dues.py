"""What a permit costs, and when it counts as paid. Source: handbook R-31."""

from collections.abc import Iterable
from dataclasses import dataclass

DEPOSIT = "renovation_deposit"
RUBBISH = "rubbish_removal"
WORKER_PASS = "worker_pass"  # noqa: S105 - a tariff item


@dataclass(frozen=True, slots=True)
class Due:
    """A tariff item and how many units billing is to charge."""

    item: str
    quantity: int


@dataclass(frozen=True, slots=True)
class ChargeState:
    """A charge for one of the items as far as it is known here: a payment may be heard of before its charge."""

    item: str
    outstanding_fen: int | None
    is_reversed: bool


def dues_for(workers: int) -> list[Due]:
    """Deposit and rubbish once, a pass for each worker."""
    return [Due(DEPOSIT, 1), Due(RUBBISH, 1), Due(WORKER_PASS, workers)]


def is_settled(item: str, charges: Iterable[ChargeState]) -> bool:
    """A standing charge for the item exists and none of them owes anything."""
    standing = [charge for charge in charges if charge.item == item and not charge.is_reversed]
    return bool(standing) and all(charge.outstanding_fen == 0 for charge in standing)


def all_settled(items: Iterable[str], charges: Iterable[ChargeState]) -> bool:
    """Whether the permit may be issued; never without any due."""
    wanted, known = list(items), list(charges)
    return bool(wanted) and all(is_settled(item, known) for item in wanted)


def is_part_paid(amount_fen: int | None, outstanding_fen: int | None) -> bool:
    """Whether money was heard of: a payment tells what is left, the posting alone owes the whole amount."""
    return outstanding_fen is not None and (amount_fen is None or outstanding_fen < amount_fen)


def lower_outstanding(known: int | None, heard: int) -> int:
    """Payments only lower what a charge owes, so of two tellings in any order the lower is the later."""
    return heard if known is None else min(known, heard)
