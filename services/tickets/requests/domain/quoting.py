"""What work costs, from the tariff in force. Source: handbook T-09, B-01, B-04."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Protocol

from services.tickets.requests.domain.errors import DuplicateItem, UnknownTariffItem

_RECURRING = "_month"


class Decision(StrEnum):
    """What became of a quote."""

    PENDING = "pending"
    APPROVED = "approved"
    DECLINED = "declined"
    REPLACED = "replaced"


class Price(Protocol):
    """A price of an item from a day on."""

    item: str
    name_zh: str
    name_en: str
    unit: str
    unit_price_fen: int
    valid_from: date


class Asked(Protocol):
    """An item and how many of it."""

    item: str
    quantity: int


@dataclass(frozen=True, slots=True)
class QuoteLine:
    """A priced line; `amount_fen` is the whole line."""

    item: str
    name_zh: str
    name_en: str
    unit: str
    quantity: int
    unit_price_fen: int
    amount_fen: int

    def as_json(self) -> dict[str, Any]:
        """For the quote's row."""
        return asdict(self)


def in_force(prices: Iterable[Price], on: date) -> dict[str, Price]:
    """The price of each item on the day: the latest that has begun. What is charged by the month is no work."""
    found: dict[str, Price] = {}
    for price in sorted(prices, key=lambda it: it.valid_from):
        if price.valid_from <= on and not price.unit.endswith(_RECURRING):
            found[price.item] = price
    return found


def price_lines(asked: Sequence[Asked], prices: Mapping[str, Price]) -> list[QuoteLine]:
    """Each line priced exactly: whole units at whole fen. Raises UnknownTariffItem, DuplicateItem."""
    lines: list[QuoteLine] = []
    for place, wanted in enumerate(asked):
        pointer = f"/lines/{place}/item"
        price = prices.get(wanted.item)
        if price is None:
            raise UnknownTariffItem(pointer=pointer, item=wanted.item)
        if any(line.item == wanted.item for line in lines):
            raise DuplicateItem(pointer=pointer, item=wanted.item)
        lines.append(
            QuoteLine(
                item=price.item,
                name_zh=price.name_zh,
                name_en=price.name_en,
                unit=price.unit,
                quantity=wanted.quantity,
                unit_price_fen=price.unit_price_fen,
                amount_fen=price.unit_price_fen * wanted.quantity,
            )
        )
    return lines
