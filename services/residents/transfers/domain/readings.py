"""What the meters show when a household leaves. Source: handbook R-07, R-22, B-13."""

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Protocol, TypeVar

from services.residents.transfers.domain.errors import ReadingBelowOpening
from shared.kernel.text import Text


class Meter(StrEnum):
    """What is read."""

    WATER = "water"
    POWER = "power"
    GAS = "gas"


METERS: Mapping[Meter, Text] = {
    Meter.WATER: Text(zh="水表", en="Water"),
    Meter.POWER: Text(zh="电表", en="Power"),
    Meter.GAS: Text(zh="燃气表", en="Gas"),
}
_DECIMALS = 3


def check_reading(meter: Meter, reading: Decimal, opening: Decimal | None, pointer: str) -> None:
    """A meter counts up. Raises ReadingBelowOpening; nothing where no earlier reading is known."""
    if opening is not None and reading < opening:
        raise ReadingBelowOpening(pointer=pointer, meter=METERS[meter], opening=f"{opening:f}")


class Noted(Protocol):
    """Something noted of a meter."""

    meter: str


N = TypeVar("N", bound=Noted)


def in_meter_order(rows: Iterable[N]) -> list[N]:
    """Water, power, gas, as on the paper."""
    order = list(Meter)
    return sorted(rows, key=lambda row: order.index(Meter(row.meter)))


def unread(noted: Collection[Meter]) -> list[Meter]:
    """Which meters are still to be read, or to be noted as not there."""
    return [meter for meter in Meter if meter not in noted]


def in_thousandths(reading: Decimal) -> int:
    """Exact on every database."""
    return int(reading.scaleb(_DECIMALS).to_integral_value())


def from_thousandths(count: int | None) -> Decimal | None:
    """The reading with three decimals."""
    return None if count is None else Decimal(count).scaleb(-_DECIMALS)
