"""What work costs, from the tariff in force. Source: handbook T-09, B-01, B-04."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from math import ceil
from typing import Any, Protocol

from services.tickets.requests.domain.errors import DuplicateItem, UnknownTariffItem

_RECURRING = "_month"


class Decision(StrEnum):
    """What became of a quote."""

    PENDING = "pending"
    APPROVED = "approved"
    DECLINED = "declined"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"


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


@dataclass(frozen=True, slots=True)
class Billed:
    """An item of the accepted quotes with what is billed of it."""

    item: str
    quantity: int
    amount_fen: int


Lines = Sequence[Mapping[str, Any]]
"""A quote's lines as its row has them; `used` is the quantity that the work took, absent before the work is done."""


def agreed_quantities(quotes: Iterable[Lines]) -> dict[str, int]:
    """How many of each item the accepted quotes hold together."""
    agreed: dict[str, int] = {}
    for line in (line for lines in quotes for line in lines):
        agreed[line["item"]] = agreed.get(line["item"], 0) + line["quantity"]
    return agreed


def fill_in(quotes: Iterable[Lines], used: Mapping[str, Decimal]) -> list[list[dict[str, Any]]]:
    """The lines of accepted quotes, earliest first, with what a completion `used` of the items that it names (T-09).

    An item that it does not name was done as it was quoted, unless a completion before has filled it in.
    """
    left = dict(used)
    filled: list[list[dict[str, Any]]] = []
    for lines in quotes:
        filled.append([])
        for line in lines:
            item, quantity = line["item"], Decimal(line["quantity"])
            before = Decimal(line.get("used", 0))
            if item in left:
                taken = min(left[item], quantity - before)
                left[item] -= taken
            else:
                taken = Decimal(0) if "used" in line else quantity
            filled[-1].append({**line, "used": str(before + taken)})
    return filled


def units_of(line: Mapping[str, Any]) -> int:
    """How many of a line are billed: what was used of it, all of it before the work is done; a unit begun is whole."""
    return ceil(Decimal(line.get("used", line["quantity"])))


def bill(quotes: Iterable[Lines]) -> list[Billed]:
    """What the accepted quotes come to, a line an item, each unit at its own quote's price.

    What costs nothing is no charge. Source: B-04, B-17.
    """
    found: dict[str, Billed] = {}
    for line in (line for lines in quotes for line in lines):
        units = units_of(line)
        before = found.get(line["item"], Billed(line["item"], 0, 0))
        amount_fen = before.amount_fen + units * line["unit_price_fen"]
        found[line["item"]] = Billed(line["item"], before.quantity + units, amount_fen)
    return [line for line in found.values() if line.amount_fen]
