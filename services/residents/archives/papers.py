"""The file's directory on paper and as a sheet, in Chinese or English. Source: handbook R-10, R-11."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from services.residents.archives.domain.directory import POSITION, Section
from services.residents.archives.domain.occasions import STANDINGS, Standing
from services.residents.archives.schemas import ArchiveView
from services.residents.premises.models import Community
from shared.kernel.moments import local_minute
from shared.kernel.text import Locale, Text
from shared.runtime.papers import compile_paper, qr_svg
from shared.runtime.sheets import Column, sheet_bytes

_TEMPLATES = Path(__file__).parent / "templates"

_WORDS = {
    "title": Text(zh="业户档案目录", en="Household file: directory"),
    "office": Text(zh="物业服务中心", en="Property service centre"),
    "number": Text(zh="档案编号", en="File number"),
    "room": Text(zh="房号", en="Room"),
    "opened": Text(zh="立卷日期", en="Opened"),
    "closed": Text(zh="封卷日期", en="Closed"),
    "retained": Text(zh="保存至", en="Kept until"),
    "for_good": Text(zh="长期", en="for good"),
    "occasions": Text(zh="事由", en="Occasions"),
    "complete": Text(zh="齐备率", en="Complete"),
    "section": Text(zh="类别", en="Section"),
    "content": Text(zh="文件名称", en="Document"),
    "dated": Text(zh="日期", en="Date"),
    "copies": Text(zh="份数", en="Copies"),
    "pages": Text(zh="页数", en="Pages"),
    "standing": Text(zh="状态", en="State"),
    "superseded": Text(zh="作废", en="superseded"),
    "attached": Text(zh="附件", en="attached"),
    "archivist": Text(zh="档案管理员", en="Archivist"),
    "checked": Text(zh="核对", en="Checked by"),
    "printed": Text(zh="打印于", en="Printed"),
    "dispute": Text(zh="本档案存在争议，不得销毁", en="Under dispute: not to be destroyed"),
    "destroyed": Text(zh="已销毁", en="Destroyed"),
}


def directory_pdf(archive: ArchiveView, community: Community, locale: Locale, now: datetime) -> bytes:
    """On A4, each section with what is in it. Call it by `asyncio.to_thread`."""
    zone = community.zone
    content = {
        "words": {name: words.pick(locale) for name, words in _WORDS.items()},
        "lang": "en" if locale == "en" else "zh",
        "community": community.name_en if locale == "en" else community.name_zh,
        "number": archive.number,
        "qr": qr_svg(archive.number),
        "room": archive.room_code,
        "opened_on": archive.opened_on.isoformat(),
        "closed_on": archive.closed_on.isoformat() if archive.closed_on else None,
        "retain_until": archive.retain_until.isoformat() if archive.retain_until else None,
        "destroyed_on": archive.destroyed_on.isoformat() if archive.destroyed_on else None,
        "disputed": archive.disputed_since is not None,
        "occasions": [line.label for line in archive.occasions],
        "percent": archive.completeness_percent,
        "printed_at": local_minute(now, zone),
        "sections": [_section(archive, line.section, zone, locale) for line in archive.directory],
    }
    return compile_paper(_TEMPLATES / "directory.typ", content, made_at=now)


def _section(archive: ArchiveView, section: Section, zone: ZoneInfo, locale: Locale) -> dict[str, Any]:
    line = archive.directory[POSITION[section]]
    return {
        "position": POSITION[section] + 1,
        "label": line.section_label,
        "standing": line.standing.value,
        "standing_label": STANDINGS[line.standing].pick(locale),
        "reason": line.exempt_reason,
        "items": [item for item in _items(archive, zone) if item["section"] == section],
    }


def _items(archive: ArchiveView, zone: ZoneInfo) -> list[dict[str, Any]]:
    """Documents, then records, as the file has them."""
    documents: list[dict[str, Any]] = [
        {
            "section": each.section,
            "title": each.title,
            "number": each.number,
            "dated_on": each.dated_on.isoformat(),
            "copies": each.copies,
            "pages": each.pages,
            "attachments": len(each.attachments),
            "superseded": each.superseded_at is not None,
        }
        for each in archive.documents
    ]
    records: list[dict[str, Any]] = [
        {
            "section": each.section,
            "title": each.title,
            "number": None,
            "dated_on": each.recorded_at.astimezone(zone).date().isoformat(),
            "copies": None,
            "pages": None,
            "attachments": 0,
            "superseded": False,
        }
        for each in archive.entries
    ]
    return [*documents, *records]


_COLUMNS: Sequence[tuple[Text, float, str | None]] = (
    (Text(zh="序号", en="No."), 6, "0"),
    (Text(zh="类别", en="Section"), 24, None),
    (Text(zh="状态", en="State"), 12, None),
    (Text(zh="文件名称", en="Document"), 40, None),
    (Text(zh="文件编号", en="Number"), 20, None),
    (Text(zh="日期", en="Date"), 12, None),
    (Text(zh="份数", en="Copies"), 8, "0"),
    (Text(zh="页数", en="Pages"), 8, "0"),
    (Text(zh="附件数", en="Files"), 8, "0"),
    (Text(zh="备注", en="Remark"), 30, None),
)


def directory_sheet(archive: ArchiveView, zone: ZoneInfo, locale: Locale) -> bytes:
    """A line for each document and record, and one for a section that has none. Call it by `asyncio.to_thread`."""
    rows: list[list[object]] = []
    items = _items(archive, zone)
    for line in archive.directory:
        head: list[object] = [POSITION[line.section] + 1, line.section_label, line.standing_label]
        filed = [item for item in items if item["section"] == line.section]
        rows += [[*head, *_cells(item, locale)] for item in filed]
        if not filed and line.standing is not Standing.PRESENT:
            rows.append([*head, *([None] * 6), line.exempt_reason])
    columns = [Column(text.pick(locale), width, number, wraps=True) for text, width, number in _COLUMNS]
    return sheet_bytes(_WORDS["title"].pick(locale), columns, rows)


def _cells(item: dict[str, Any], locale: Locale) -> list[object]:
    remark = _WORDS["superseded"].pick(locale) if item["superseded"] else None
    dated = datetime.fromisoformat(item["dated_on"]).date()
    names = ("title", "number")
    return [*(item[name] for name in names), dated, item["copies"], item["pages"], item["attachments"] or None, remark]
