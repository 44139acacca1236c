"""Meters and their readings. Source: handbook B-13, R-22."""

from decimal import Decimal
from enum import StrEnum

from shared.kernel.money import round_half_up

_MILLI = 1000


class MeterKind(StrEnum):
    """What it measures: cubic metres of water or gas, kilowatt-hours of power."""

    WATER = "water"
    POWER = "power"
    GAS = "gas"


class ReadingSource(StrEnum):
    """Where a reading comes from."""

    MOVE_IN = "move_in"


def to_milli(reading: Decimal) -> int:
    """Thousandths, exactly what no meter shows more of; half-up."""
    numerator, denominator = reading.as_integer_ratio()
    return round_half_up(numerator * _MILLI, denominator)


def from_milli(milli: int) -> Decimal:
    """`1234.500`."""
    return Decimal(milli).scaleb(-3)
