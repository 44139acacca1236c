"""What is patrolled, and by which standard. Source: handbook T-25, R-34."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from services.tickets.patrols.domain.errors import ItemTwice, ItemUnknown, ItemUnseen, TooManyPoints
from services.tickets.requests.domain.intake import Department


class AreaKind(StrEnum):
    """The four patrols."""

    CLEANING = "cleaning"
    GREENING = "greening"
    FLOORS = "floors"
    RENOVATION_SITE = "renovation_site"


DEPARTMENTS: Mapping[AreaKind, Department] = {
    AreaKind.CLEANING: Department.ENVIRONMENT,
    AreaKind.GREENING: Department.ENVIRONMENT,
    AreaKind.FLOORS: Department.ENGINEERING,
    AreaKind.RENOVATION_SITE: Department.SECURITY,
}
"""Where a finding's ticket goes, unless the finder says otherwise."""


@dataclass(frozen=True, slots=True)
class Item:
    """What is looked at: the standard that it has to meet, and the points that it can earn."""

    code: str
    standard: str
    points: int


SITE_ITEMS: Sequence[Item] = (
    Item("load_bearing", "承重结构、防水层未受破坏 / Load-bearing structure and waterproofing are intact", 30),
    Item("gas_and_power", "未私改燃气、未超负荷用电 / Gas is not altered, power not overloaded", 20),
    Item("fire_extinguisher", "现场配有有效灭火器 / A valid fire extinguisher is at hand", 20),
    Item("passes", "施工人员佩戴出入证 / Workers wear their passes", 10),
    Item("rubbish", "垃圾袋装、不占公共区域 / Rubbish is bagged, common areas are free", 10),
    Item("hours", "在允许时间内施工 / Work keeps the permitted hours", 10),
)
"""What the daily look at a renovation site is for (R-34)."""


@dataclass(frozen=True, slots=True)
class Result:
    """What an item earned on a walk."""

    item: str
    points: int


def check_items(codes: Sequence[str]) -> None:
    """Raises ItemTwice: results name their item by its code."""
    for place, code in enumerate(codes):
        if code in codes[:place]:
            raise ItemTwice(pointer=f"/items/{place}/code", item=code)


def score(items: Collection[Item], results: Sequence[Result]) -> tuple[int, int]:
    """Points earned and points possible. Raises ItemUnknown, ItemTwice, TooManyPoints, ItemUnseen."""
    by_code = {item.code: item for item in items}
    seen: set[str] = set()
    for place, result in enumerate(results):
        item = by_code.get(result.item)
        if item is None:
            raise ItemUnknown(pointer=f"/results/{place}/item", item=result.item, known=", ".join(by_code))
        if result.item in seen:
            raise ItemTwice(pointer=f"/results/{place}/item", item=result.item)
        if result.points > item.points:
            raise TooManyPoints(pointer=f"/results/{place}/points", item=item.code, points=item.points)
        seen.add(result.item)
    if unseen := [code for code in by_code if code not in seen]:
        raise ItemUnseen(pointer="/results", items=", ".join(unseen))
    return sum(result.points for result in results), sum(item.points for item in items)
