"""What went into the work, against what the resident accepted. Source: handbook T-09."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

from services.tickets.requests.domain.errors import BeyondQuote


class WorkKind(StrEnum):
    """A thing that was built in, or time that was worked."""

    MATERIAL = "material"
    LABOUR = "labour"


class Used(Protocol):
    """A line of the slip, as far as it is billed."""

    @property
    def quantity(self) -> Decimal:
        """In units of its tariff item."""
        ...

    @property
    def tariff_item(self) -> str | None:
        """None: not billed by itself."""
        ...


def billed_of(lines: Iterable[Used]) -> dict[str, Decimal]:
    """What the lines used of each item of the tariff."""
    used: dict[str, Decimal] = {}
    for line in lines:
        if line.tariff_item is not None:
            used[line.tariff_item] = used.get(line.tariff_item, Decimal(0)) + line.quantity
    return used


def check_against_quote(lines: Sequence[Used], before: Iterable[Used], quoted: Mapping[str, int]) -> None:
    """What is billed stays within the accepted quote, with what earlier visits used. Raises BeyondQuote."""
    used = billed_of(before)
    for place, line in enumerate(lines):
        item = line.tariff_item
        if item is None:
            continue
        used[item] = used.get(item, Decimal(0)) + line.quantity
        if used[item] > quoted.get(item, 0):
            raise BeyondQuote(pointer=f"/lines/{place}/quantity", item=item, quoted=str(quoted.get(item, 0)))
