"""Which debts a payment settles. Source: handbook B-06; Civil Code 560, 561."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from shared.kernel.money import allocate_largest_remainder


@dataclass(frozen=True, slots=True)
class Debt:
    """A charge with something left to pay."""

    charge_id: str
    due_on: date
    outstanding_fen: int


@dataclass(frozen=True, slots=True)
class Part:
    """What goes to one charge, and what that charge still owes afterwards."""

    charge_id: str
    amount_fen: int
    outstanding_fen: int


@dataclass(frozen=True, slots=True)
class Allocation:
    """Where a payment goes: its parts and the prepaid rest sum to it."""

    parts: tuple[Part, ...]
    prepaid_fen: int


def allocate(amount_fen: int, debts: Sequence[Debt], designated: Sequence[str] = ()) -> Allocation:
    """Share a payment out.

    First what the payer designates, in the payer's order. What is left over follows the law: due before not due
    and earlier due first, which is one order by due date; debts of one day pro rata, to the fen by largest
    remainder. The rest becomes prepaid. Raises KeyError for a designated charge that is not among the debts.
    """
    by_id = {debt.charge_id: debt for debt in debts}
    chosen = [by_id[charge_id] for charge_id in designated]
    others = [debt for debt in debts if debt.charge_id not in set(designated)]
    others.sort(key=lambda debt: (debt.due_on, debt.charge_id))

    groups = [[debt] for debt in chosen]
    groups += [list(same_day) for _, same_day in groupby(others, key=lambda debt: debt.due_on)]
    parts: list[Part] = []
    left_fen = amount_fen
    for group in groups:
        shared = _share(left_fen, group)
        parts += shared
        left_fen -= sum(part.amount_fen for part in shared)
    return Allocation(tuple(parts), left_fen)


def _share(amount_fen: int, group: Sequence[Debt]) -> list[Part]:
    """The group in full if the money reaches, else pro rata; a share of nothing is no part."""
    owed = [debt.outstanding_fen for debt in group]
    shares = owed if amount_fen >= sum(owed) else allocate_largest_remainder(amount_fen, owed)
    return [
        Part(debt.charge_id, share, debt.outstanding_fen - share)
        for debt, share in zip(group, shares, strict=True)
        if share
    ]
