"""The joint inspection: which items each kind of room has, and its meters. Source: handbook R-22."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from services.residents.premises.domain.kinds import RoomKind
from shared.kernel.text import Text


class InspectionItem(StrEnum):
    """What is looked at."""

    ENTRANCE_DOOR = "entrance_door"
    INNER_DOORS = "inner_doors"
    WINDOWS = "windows"
    WALLS = "walls"
    CEILING = "ceiling"
    FLOOR = "floor"
    KITCHEN = "kitchen"
    BATHROOM_WATERPROOFING = "bathroom_waterproofing"
    BALCONY = "balcony"
    WATER_SUPPLY = "water_supply"
    DRAINS = "drains"
    SWITCHBOARD = "switchboard"
    SOCKETS_LIGHTS = "sockets_lights"
    INTERCOM = "intercom"
    GAS_PIPE = "gas_pipe"
    HEATING = "heating"
    SHOP_FRONT = "shop_front"
    FIRE_EQUIPMENT = "fire_equipment"
    ROLLER_DOOR = "roller_door"
    MARKINGS = "markings"


class InspectionFinding(StrEnum):
    """What was found."""

    OK = "ok"
    DEFECT = "defect"


class OpeningMeter(StrEnum):
    """What is read."""

    WATER = "water"
    POWER = "power"
    GAS = "gas"


ITEMS: Mapping[InspectionItem, Text] = {
    InspectionItem.ENTRANCE_DOOR: Text(zh="入户门及门锁", en="Entrance door and lock"),
    InspectionItem.INNER_DOORS: Text(zh="室内门", en="Inner doors"),
    InspectionItem.WINDOWS: Text(zh="窗及玻璃", en="Windows and panes"),
    InspectionItem.WALLS: Text(zh="墙面", en="Walls"),
    InspectionItem.CEILING: Text(zh="顶棚", en="Ceiling"),
    InspectionItem.FLOOR: Text(zh="地面", en="Floor"),
    InspectionItem.KITCHEN: Text(zh="厨房", en="Kitchen"),
    InspectionItem.BATHROOM_WATERPROOFING: Text(zh="卫生间防水", en="Bathroom waterproofing"),
    InspectionItem.BALCONY: Text(zh="阳台及栏杆", en="Balcony and railing"),
    InspectionItem.WATER_SUPPLY: Text(zh="给水", en="Water supply"),
    InspectionItem.DRAINS: Text(zh="排水及地漏", en="Drains"),
    InspectionItem.SWITCHBOARD: Text(zh="配电箱", en="Switchboard"),
    InspectionItem.SOCKETS_LIGHTS: Text(zh="插座及灯位", en="Sockets and lights"),
    InspectionItem.INTERCOM: Text(zh="可视对讲", en="Intercom"),
    InspectionItem.GAS_PIPE: Text(zh="燃气管道", en="Gas pipe"),
    InspectionItem.HEATING: Text(zh="采暖", en="Heating"),
    InspectionItem.SHOP_FRONT: Text(zh="店面门窗", en="Shop front"),
    InspectionItem.FIRE_EQUIPMENT: Text(zh="消防设施", en="Fire equipment"),
    InspectionItem.ROLLER_DOOR: Text(zh="卷帘门", en="Roller door"),
    InspectionItem.MARKINGS: Text(zh="车位划线及车挡", en="Markings and wheel stop"),
}
FINDINGS: Mapping[InspectionFinding, Text] = {
    InspectionFinding.OK: Text(zh="合格", en="In order"),
    InspectionFinding.DEFECT: Text(zh="有缺陷", en="Defect"),
}
METERS: Mapping[OpeningMeter, Text] = {
    OpeningMeter.WATER: Text(zh="水表", en="Water meter"),
    OpeningMeter.POWER: Text(zh="电表", en="Power meter"),
    OpeningMeter.GAS: Text(zh="燃气表", en="Gas meter"),
}
METER_UNITS: Mapping[OpeningMeter, str] = {OpeningMeter.WATER: "m³", OpeningMeter.POWER: "kWh", OpeningMeter.GAS: "m³"}

_BARE = (InspectionItem.WALLS, InspectionItem.CEILING, InspectionItem.FLOOR)
_WORKPLACE = (
    InspectionItem.ENTRANCE_DOOR,
    InspectionItem.WINDOWS,
    *_BARE,
    InspectionItem.WATER_SUPPLY,
    InspectionItem.DRAINS,
    InspectionItem.SWITCHBOARD,
    InspectionItem.SOCKETS_LIGHTS,
    InspectionItem.FIRE_EQUIPMENT,
)
TEMPLATES: Mapping[RoomKind, tuple[InspectionItem, ...]] = {
    RoomKind.FLAT: (
        InspectionItem.ENTRANCE_DOOR,
        InspectionItem.INNER_DOORS,
        InspectionItem.WINDOWS,
        *_BARE,
        InspectionItem.KITCHEN,
        InspectionItem.BATHROOM_WATERPROOFING,
        InspectionItem.BALCONY,
        InspectionItem.WATER_SUPPLY,
        InspectionItem.DRAINS,
        InspectionItem.SWITCHBOARD,
        InspectionItem.SOCKETS_LIGHTS,
        InspectionItem.INTERCOM,
        InspectionItem.GAS_PIPE,
        InspectionItem.HEATING,
    ),
    RoomKind.SHOP: (InspectionItem.SHOP_FRONT, *_WORKPLACE),
    RoomKind.OFFICE: _WORKPLACE,
    RoomKind.STORAGE: (InspectionItem.ENTRANCE_DOOR, *_BARE, InspectionItem.SOCKETS_LIGHTS),
    RoomKind.GARAGE: (InspectionItem.ROLLER_DOOR, *_BARE, InspectionItem.SOCKETS_LIGHTS, InspectionItem.DRAINS),
    RoomKind.PARKING_SPACE: (InspectionItem.FLOOR, InspectionItem.MARKINGS),
}
METERS_OF: Mapping[RoomKind, tuple[OpeningMeter, ...]] = {
    RoomKind.FLAT: (OpeningMeter.WATER, OpeningMeter.POWER, OpeningMeter.GAS),
    RoomKind.SHOP: (OpeningMeter.WATER, OpeningMeter.POWER),
    RoomKind.OFFICE: (OpeningMeter.WATER, OpeningMeter.POWER),
    RoomKind.STORAGE: (OpeningMeter.POWER,),
    RoomKind.GARAGE: (OpeningMeter.POWER,),
    RoomKind.PARKING_SPACE: (),
}
_NOT_LOOKED_AT = Text(zh="未查验：{name}", en="not looked at: {name}")
_TWICE = Text(zh="重复：{name}", en="twice: {name}")
_NOT_OF_THIS_ROOM = Text(zh="此类房间没有：{name}", en="not of this kind of room: {name}")
_UNDESCRIBED = Text(zh="未说明缺陷：{name}", en="the defect is not described: {name}")
_NO_DEFECT = Text(zh="合格项不应列缺陷：{name}", en="in order, yet with a defect: {name}")
_NOT_READ = Text(zh="未抄表：{name}", en="not read: {name}")
_READ_THOUGH_ABSENT = Text(zh="既抄表又注明没有：{name}", en="read, yet said to be absent: {name}")


@dataclass(frozen=True, slots=True)
class Looked:
    """An item as it was looked at."""

    item: InspectionItem
    finding: InspectionFinding
    defects: int


def inspection_faults(kind: RoomKind, looked: Sequence[Looked]) -> dict[str, Text]:
    """What keeps the list from being complete, by pointer; empty when it is."""
    faults: dict[str, Text] = {}
    counted = Counter(each.item for each in looked)
    for position, each in enumerate(looked):
        pointer = f"/items/{position}"
        if each.item not in TEMPLATES[kind]:
            faults[f"{pointer}/item"] = _named(_NOT_OF_THIS_ROOM, ITEMS[each.item])
        elif counted[each.item] > 1:
            faults[f"{pointer}/item"] = _named(_TWICE, ITEMS[each.item])
        if each.finding is InspectionFinding.DEFECT and not each.defects:
            faults[f"{pointer}/defects"] = _named(_UNDESCRIBED, ITEMS[each.item])
        if each.finding is InspectionFinding.OK and each.defects:
            faults[f"{pointer}/defects"] = _named(_NO_DEFECT, ITEMS[each.item])
    for item in TEMPLATES[kind]:
        if item not in counted:
            faults[f"/items/{item.value}"] = _named(_NOT_LOOKED_AT, ITEMS[item])
    return faults


def reading_faults(kind: RoomKind, read: Sequence[OpeningMeter], absent: Collection[OpeningMeter]) -> dict[str, Text]:
    """What is missing of the readings, by pointer. A room may lack a meter of its kind, which has to be said."""
    faults: dict[str, Text] = {}
    counted = Counter(read)
    for position, meter in enumerate(read):
        if counted[meter] > 1:
            faults[f"/readings/{position}/kind"] = _named(_TWICE, METERS[meter])
        elif meter in absent:
            faults[f"/readings/{position}/kind"] = _named(_READ_THOUGH_ABSENT, METERS[meter])
    for meter in METERS_OF[kind]:
        if meter not in counted and meter not in absent:
            faults[f"/readings/{meter.value}"] = _named(_NOT_READ, METERS[meter])
    return faults


def _named(words: Text, name: Text) -> Text:
    return Text(zh=words.pick("zh-CN", name=name.zh), en=words.pick("en", name=name.en))
