"""Words of patrols in both languages."""

from collections.abc import Mapping
from typing import Any

from services.tickets.patrols.domain.areas import AreaKind
from services.tickets.patrols.domain.findings import FINDING_STATUSES, FindingAction
from shared.kernel.text import Text

AREA_KINDS: Mapping[AreaKind, Text] = {
    AreaKind.CLEANING: Text(zh="保洁", en="Cleaning"),
    AreaKind.GREENING: Text(zh="绿化", en="Greening"),
    AreaKind.FLOORS: Text(zh="楼层", en="Floors"),
    AreaKind.RENOVATION_SITE: Text(zh="装修现场", en="Renovation sites"),
}
FINDING_ACTIONS: Mapping[FindingAction, Text] = {
    FindingAction.FIX: Text(zh="报告整改完成", en="Reported as fixed"),
    FindingAction.PASS: Text(zh="复查合格", en="Recheck passed"),
    FindingAction.AGAIN: Text(zh="复查不合格", en="Recheck not passed"),
    FindingAction.OPEN_TICKET: Text(zh="转为工单", en="Ticket opened"),
}
LABELS: Mapping[str, Mapping[Any, Text]] = {
    "patrol_area_kind": AREA_KINDS,
    "patrol_finding_action": FINDING_ACTIONS,
    "patrol_finding_status": FINDING_STATUSES,
}
