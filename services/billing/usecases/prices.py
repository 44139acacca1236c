"""A tariff item together with the day on which it is looked at."""

from dataclasses import dataclass
from datetime import date

from services.billing.models import TariffItem


@dataclass(frozen=True, slots=True)
class ItemOnDay:
    """`version` becomes the ETag; `id`, the item's code, becomes the address of a new item."""

    item: TariffItem
    on: date
    id: str | None = None

    @property
    def version(self) -> int:
        """The item's own."""
        return self.item.version
