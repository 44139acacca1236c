"""The tariff: items whose price has versions. Source: handbook B-01, B-02."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Protocol, TypeVar

from services.billing.domain.errors import PriceInThePast


class Unit(StrEnum):
    """What the unit price is for."""

    PIECE = "piece"
    JOB = "job"
    HOUSEHOLD = "household"
    M2_MONTH = "m2_month"
    ROOM_MONTH = "room_month"
    SPACE_MONTH = "space_month"


class Formula(StrEnum):
    """How a charge is made of the price; each rounds half-up to the fen, once per charge line (B-04)."""

    QUANTITY = "quantity"
    """price × quantity"""
    MONTHS = "months"
    """price × months, part months by the day"""
    AREA_MONTHS = "area_months"
    """price × area × months, part months by the day"""


class Nature(StrEnum):
    """Whose money it becomes: a fee is revenue, a deposit stays the household's (B-09)."""

    FEE = "fee"
    DEPOSIT = "deposit"


class Priced(Protocol):
    """A version of an item's price."""

    @property
    def valid_from(self) -> date:
        """The first day on which it holds."""
        ...


P = TypeVar("P", bound=Priced)


def in_force(versions: Iterable[P], on: date) -> P | None:
    """The version that holds on the day: the latest that has begun; None before the first."""
    begun = [version for version in versions if version.valid_from <= on]
    return max(begun, key=lambda version: version.valid_from, default=None)


def ensure_not_past(valid_from: date, today: date) -> None:
    """Raises PriceInThePast. Today is allowed: what was charged earlier today keeps its price (B-01)."""
    if valid_from < today:
        raise PriceInThePast(pointer="/valid_from", today=today.isoformat())
