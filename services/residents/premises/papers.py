"""The room-state report on paper and as a sheet. Source: handbook R-06."""

from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from services.residents.premises.domain.kinds import OCCUPANCIES, ROOM_KINDS
from services.residents.premises.reporting import RoomCount, RoomStateReport
from shared.kernel.text import Locale, Text
from shared.runtime.papers import compile_paper
from shared.runtime.sheets import Column, sheet_bytes

_TEMPLATES = Path(__file__).parent / "templates"
_WORDS = {
    "title": Text(zh="房态报表", en="Room-state report"),
    "as_of": Text(zh="截至", en="As of"),
    "building": Text(zh="楼栋", en="Building"),
    "kind": Text(zh="房屋类型", en="Kind"),
    "rooms": Text(zh="套数", en="Rooms"),
    "area": Text(zh="面积（m²）", en="Area (m²)"),
    "handed_over": Text(zh="已交付", en="Handed over"),
    "total": Text(zh="合计", en="Total"),
    "by_building": Text(zh="按楼栋", en="By building"),
    "by_kind": Text(zh="按房屋类型", en="By kind"),
    "office": Text(zh="物业服务中心", en="Property service centre"),
}


def room_state_pdf(report: RoomStateReport, time_zone: str, locale: Locale) -> bytes:
    """On A4, in the reader's language."""
    words = _words(locale)
    content = {
        "words": words,
        "occupancies": [label.pick(locale) for label in OCCUPANCIES.values()],
        "community": _community(report, locale),
        "as_of": _local(report, time_zone),
        "buildings": [[count.building, *_cells(count)] for count in report.buildings],
        "kinds": [[ROOM_KINDS[count.kind].pick(locale), *_cells(count)] for count in report.kinds],
        "total": [words["total"], *_cells(report.total)],
        "lang": "zh" if locale == "zh-CN" else "en",
    }
    return compile_paper(_TEMPLATES / "room_state.typ", content, made_at=report.as_of)


def room_state_xlsx(report: RoomStateReport, time_zone: str, locale: Locale) -> bytes:
    """Buildings, then kinds, then the total; figures are figures."""
    words = _words(locale)
    columns = [
        Column(f"{words['building']} / {words['kind']}", 22),
        Column(words["rooms"], 10, "0"),
        Column(words["area"], 16, "#,##0.00"),
        *(Column(label.pick(locale), 14, "0") for label in OCCUPANCIES.values()),
        Column(words["handed_over"], 12, "0"),
    ]
    rows: list[list[Any]] = [
        *([count.building, *_figures(count)] for count in report.buildings),
        *([ROOM_KINDS[count.kind].pick(locale), *_figures(count)] for count in report.kinds),
        [words["total"], *_figures(report.total)],
    ]
    title = f"{_community(report, locale)} {words['title']} · {words['as_of']} {_local(report, time_zone)}"
    return sheet_bytes(words["title"], columns, rows, title=title)


def _words(locale: Locale) -> dict[str, str]:
    return {name: text.pick(locale) for name, text in _WORDS.items()}


def _community(report: RoomStateReport, locale: Locale) -> str:
    return report.community_name_zh if locale == "zh-CN" else report.community_name_en


def _local(report: RoomStateReport, time_zone: str) -> str:
    moment: datetime = report.as_of.astimezone(ZoneInfo(time_zone))
    return f"{moment:%Y-%m-%d %H:%M}"


def _figures(count: RoomCount) -> list[float]:
    return [
        count.rooms,
        float(count.area_m2),
        *(each.rooms for each in count.by_occupancy),
        count.handed_over,
    ]


def _cells(count: RoomCount) -> list[str]:
    return [
        f"{count.rooms:,}",
        f"{count.area_m2:,.2f}",
        *(f"{each.rooms:,}" if each.rooms else "–" for each in count.by_occupancy),
        f"{count.handed_over:,}",
    ]
