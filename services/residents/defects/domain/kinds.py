"""What can be wrong with a room, and how badly. Source: handbook R-23."""

from collections.abc import Mapping
from enum import StrEnum

from shared.kernel.text import Text


class DefectKind(StrEnum):
    """Which trade puts it right."""

    STRUCTURE = "structure"
    WATERPROOFING = "waterproofing"
    WALL_FLOOR = "wall_floor"
    DOOR_WINDOW = "door_window"
    PLUMBING = "plumbing"
    ELECTRICAL = "electrical"
    GAS = "gas"
    LOCK = "lock"
    FIXTURE = "fixture"
    OTHER = "other"


class DefectSeverity(StrEnum):
    """How much it is in the owner's way."""

    MINOR = "minor"
    MAJOR = "major"
    SERIOUS = "serious"


DEFECT_KINDS: Mapping[DefectKind, Text] = {
    DefectKind.STRUCTURE: Text(zh="结构", en="Structure"),
    DefectKind.WATERPROOFING: Text(zh="防水渗漏", en="Waterproofing"),
    DefectKind.WALL_FLOOR: Text(zh="墙面地面", en="Walls and floors"),
    DefectKind.DOOR_WINDOW: Text(zh="门窗", en="Doors and windows"),
    DefectKind.PLUMBING: Text(zh="给排水", en="Plumbing"),
    DefectKind.ELECTRICAL: Text(zh="电气", en="Electrical"),
    DefectKind.GAS: Text(zh="燃气", en="Gas"),
    DefectKind.LOCK: Text(zh="锁具钥匙", en="Locks and keys"),
    DefectKind.FIXTURE: Text(zh="设备配件", en="Fixtures"),
    DefectKind.OTHER: Text(zh="其他", en="Other"),
}
DEFECT_SEVERITIES: Mapping[DefectSeverity, Text] = {
    DefectSeverity.MINOR: Text(zh="轻微", en="Minor"),
    DefectSeverity.MAJOR: Text(zh="较大", en="Major"),
    DefectSeverity.SERIOUS: Text(zh="严重", en="Serious"),
}
