"""What is applied for. Source: handbook R-30, R-32."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from services.residents.renovation.domain.errors import BadPeriod
from shared.kernel.text import Text


class Size(StrEnum):
    """How big the works are; medium and large ones enter with a permit only (A-03)."""

    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


SIZES: Mapping[Size, Text] = {
    Size.SMALL: Text(zh="小型", en="Small"),
    Size.MEDIUM: Text(zh="中型", en="Medium"),
    Size.LARGE: Text(zh="大型", en="Large"),
}


def check_period(starts_on: date, ends_on: date, longest_days: int) -> None:
    """So many days at most, both ends among them; an extension is a new permit (R-32). Raises BadPeriod."""
    if not 0 <= (ends_on - starts_on).days < longest_days:
        raise BadPeriod(pointer="/ends_on", days=longest_days)


def application_number(day: date, last: int) -> str:
    """Write `R261122-0001`."""
    return f"R{day:%y%m%d}-{last:04d}"


def permit_number(community_code: str, year: int, last: int) -> str:
    """Write `SG-P26-0001`: community, year, number within the year (R-32)."""
    return f"{community_code}-P{year % 100:02d}-{last:04d}"
