"""Words for the enumerations of corrective actions, in both languages."""

from collections.abc import Mapping
from typing import Any

from services.tickets.corrective_actions.domain.lifecycle import ACTIONS, ORIGINS, STATUSES
from services.tickets.requests.domain.matters import Matter
from shared.kernel.text import Text

MATTERS: Mapping[Matter, Text] = {
    Matter.LEAK: Text(zh="漏水渗水", en="Leaks"),
    Matter.BLOCKAGE: Text(zh="管道堵塞", en="Blocked drains"),
    Matter.WATER: Text(zh="供水", en="Water supply"),
    Matter.LIFT: Text(zh="电梯", en="Lifts"),
    Matter.CLIMATE: Text(zh="空调供暖", en="Heating and cooling"),
    Matter.LIGHTING: Text(zh="照明", en="Lighting"),
    Matter.POWER: Text(zh="供电", en="Power"),
    Matter.DOOR: Text(zh="门与门禁", en="Doors and locks"),
    Matter.PARKING: Text(zh="停车", en="Parking"),
    Matter.PETS: Text(zh="宠物", en="Pets"),
    Matter.WORKS: Text(zh="装修施工", en="Building works"),
    Matter.NOISE: Text(zh="噪音扰民", en="Noise"),
    Matter.CLEANING: Text(zh="环境卫生", en="Cleanliness"),
    Matter.PESTS: Text(zh="虫鼠害", en="Pests"),
    Matter.GREENING: Text(zh="绿化", en="Greening"),
    Matter.FEES: Text(zh="收费", en="Fees"),
    Matter.CONDUCT: Text(zh="服务态度", en="Conduct of staff"),
    Matter.SECURITY: Text(zh="安全秩序", en="Security"),
}
CORRECTIVE_ACTION_CODES: Mapping[str, Mapping[Any, Text]] = {
    "corrective_action_status": STATUSES,
    "corrective_action_action": ACTIONS,
    "corrective_action_origin": ORIGINS,
    "matter": MATTERS,
}
