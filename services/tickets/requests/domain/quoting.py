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
    """The lines of accepted quotes, earliest first, with what a completion used of their items (T-09).

    With nothing named, what no completion has filled in yet was done as it was quoted.
    """
    left = dict(used)
    filled: list[list[dict[str, Any]]] = []
    for lines in quotes:
        filled.append([])
        for line in lines:
            before = Decimal(line.get("used", 0))
            taken = min(left.get(line["item"], Decimal(0)), line["quantity"] - before)
            if not used:
                taken = Decimal(0) if "used" in line else Decimal(line["quantity"])
            left[line["item"]] = left.get(line["item"], Decimal(0)) - taken
            filled[-1].append({**line, "used": str(before + taken)})
    return filled


def bill(quotes: Iterable[Lines]) -> list[Billed]:
    """What the accepted quotes come to, a line an item: what was used of each line, all of it before the work is done.

    A unit begun is a whole one, at its own quote's price; what costs nothing is no charge. Source: B-04, B-17.
    """
    found: dict[str, Billed] = {}
    for line in (line for lines in quotes for line in lines):
        units = ceil(Decimal(line.get("used", line["quantity"])))
        before = found.get(line["item"], Billed(line["item"], 0, 0))
        amount_fen = before.amount_fen + units * line["unit_price_fen"]
        found[line["item"]] = Billed(line["item"], before.quantity + units, amount_fen)
    return [line for line in found.values() if line.amount_fen]
