"""From what happened to what is owed. Source: handbook B-04, B-17."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from services.billing.domain.recurring import MonthCharged
from services.billing.domain.tariff import Nature


class CauseKind(StrEnum):
    """What a charge is for."""

    TICKET = "ticket"
    RENOVATION = "renovation"
    PASS = "pass"  # noqa: S105 - a gate pass
    MOVE_IN = "move_in"
    RECURRING = "recurring"
    OTHER = "other"


class ChargeStatus(StrEnum):
    """How much of a charge is paid."""

    OPEN = "open"
    PARTLY_PAID = "partly_paid"
    PAID = "paid"
    REVERSED = "reversed"


DAYS_TO_PAY: Mapping[CauseKind, int] = {
    CauseKind.TICKET: 14,
    CauseKind.MOVE_IN: 14,
    CauseKind.RECURRING: 14,
    CauseKind.RENOVATION: 0,
    CauseKind.PASS: 0,
}
"""Policy: a bill leaves two weeks; a renovation's permit and a pass wait for the money, so they are due at once."""


@dataclass(frozen=True, slots=True)
class Line:
    """One charge to post, worded as the tariff was on that day: a later change of the tariff does not touch it."""

    item: str
    name_zh: str
    name_en: str
    unit: str
    nature: Nature
    quantity: int
    amount_fen: int
    month: MonthCharged | None = None


def due_on(cause: CauseKind, day: date) -> date:
    """The last day to pay what was charged on `day`."""
    return day + timedelta(days=DAYS_TO_PAY.get(cause, 0))


def charge_status(amount_fen: int, outstanding_fen: int, credited_fen: int = 0) -> ChargeStatus:
    """Open until the first fen, paid with the last one; what was taken back of it needs no payment (B-07)."""
    if credited_fen == amount_fen:
        return ChargeStatus.REVERSED
    if outstanding_fen == 0:
        return ChargeStatus.PAID
    return ChargeStatus.OPEN if outstanding_fen == amount_fen - credited_fen else ChargeStatus.PARTLY_PAID


def one_per_item(lines: Iterable[Line]) -> list[Line]:
    """Lines of one item become one line, in the order of their first appearance; what costs nothing falls away.

    A cause has at most one charge per item (B-17), so two taps on two lines of one ticket are one charge of two.
    """
    merged: dict[str, Line] = {}
    for line in lines:
        before = merged.get(line.item)
        merged[line.item] = line if before is None else _sum(before, line)
    return [line for line in merged.values() if line.amount_fen != 0]


def _sum(first: Line, second: Line) -> Line:
    return replace(
        first,
        quantity=first.quantity + second.quantity,
        amount_fen=first.amount_fen + second.amount_fen,
    )
