"""Words of patrols in both languages."""

from collections.abc import Mapping
from typing import Any

from services.tickets.patrols.domain.areas import AreaKind
from services.tickets.patrols.domain.findings import FINDING_STATUSES
from shared.kernel.text import Text

AREA_KINDS: Mapping[AreaKind, Text] = {
    AreaKind.CLEANING: Text(zh="保洁", en="Cleaning"),
    AreaKind.GREENING: Text(zh="绿化", en="Greening"),
    AreaKind.FLOORS: Text(zh="楼层", en="Floors"),
    AreaKind.RENOVATION_SITE: Text(zh="装修现场", en="Renovation sites"),
}
LABELS: Mapping[str, Mapping[Any, Text]] = {
    "patrol_area_kind": AREA_KINDS,
    "patrol_finding_status": FINDING_STATUSES,
}
