"""An import's report as a sheet: a row for each of the roster's, with its verdict, faults, differences and remark.

Source: handbook R-04, R-08.
"""

from collections.abc import Iterator, Mapping
from datetime import tzinfo
from typing import Any

from services.residents.roster.domain.leaves import CheckedRow
from services.residents.roster.domain.lifecycle import ROW_KINDS, STATUSES, RowKind
from services.residents.roster.models import RosterImport
from services.residents.roster.schemas import ChangeView, FaultView, RosterRowView
from shared.kernel.moments import local_minute
from shared.kernel.text import Locale, Text
from shared.runtime.sheets import Column

SHEET_NAME = Text(zh="导入报告", en="Import report")
_COLUMNS = (
    (Text(zh="行号", en="Row"), 8, "0"),
    (Text(zh="结论", en="Verdict"), 16, None),
    (Text(zh="房号", en="Room"), 14, None),
    (Text(zh="问题（单元格 列：说明）", en="Faults (cell column: what is wrong)"), 60, None),
    (Text(zh="差异（原 → 新）", en="Differences (old → new)"), 50, None),
    (Text(zh="处理结果", en="What became of it"), 40, None),
)
_FIELDS: Mapping[str, Text] = {
    "area_m2": Text(zh="建筑面积", en="Area in m²"),
    "kind": Text(zh="用途", en="Kind"),
    "occupancy": Text(zh="入住状态", en="Occupancy"),
    "hand_over": Text(zh="交付状态", en="Hand-over"),
    "phone": Text(zh="电话", en="Phone"),
    "id_number": Text(zh="证件号码", en="ID number"),
    "member": Text(zh="成员", en="Member"),
}
_TITLE = Text(
    zh="{file} · {status} · 共 {total} 行：新增 {new}、有变更 {changed}、无变化 {same}、有误 {error}、"
    "冲突 {conflict} · {at}",
    en="{file} · {status} · {total} rows: {new} new, {changed} changed, {same} the same, {error} in error, "
    "{conflict} in conflict · {at}",
)


def report_columns(locale: Locale) -> list[Column]:
    """The head."""
    return [Column(title.pick(locale), width, number, wraps=width > 20) for title, width, number in _COLUMNS]  # noqa: PLR2004 - narrow ones hold a word


def report_title(roster: RosterImport, locale: Locale, zone: tzinfo) -> str:
    """The file, where it stands, and the counts."""
    at = roster.checked_at or roster.created_at
    return _TITLE.pick(
        locale,
        file=roster.file_name,
        status=STATUSES[roster.state].pick(locale),
        total=roster.rows_total,
        new=roster.rows_new,
        changed=roster.rows_changed,
        same=roster.rows_same,
        error=roster.rows_error,
        conflict=roster.rows_conflict,
        at=local_minute(at, zone),
    )


def report_rows(rows: Iterator[tuple[CheckedRow, str | None]], locale: Locale) -> Iterator[list[Any]]:
    """One line each; phones are masked, ID numbers never shown (R-04)."""
    for checked, remark in rows:
        view = RosterRowView.of(checked, remark, locale)
        yield [
            view.row,
            ROW_KINDS[RowKind(view.kind)].pick(locale),
            view.room_code,
            "\n".join(_fault(fault, locale) for fault in view.faults) or None,
            "\n".join(_change(change, locale) for change in view.changes) or None,
            _words(view.remark, locale) if view.remark else None,
        ]


def _words(fault: FaultView, locale: Locale) -> str:
    return fault.message.zh if locale == "zh-CN" else fault.message.en


def _fault(fault: FaultView, locale: Locale) -> str:
    place = " ".join(part for part in (fault.cell, fault.column) if part)
    words = _words(fault, locale)
    return f"{place}{'：' if locale == 'zh-CN' else ': '}{words}" if place else words


def _change(change: ChangeView, locale: Locale) -> str:
    field = _FIELDS[change.field].pick(locale)
    if change.field == "member":
        return f"{field} + {change.after or ''}".rstrip()
    who = f" {change.person}" if change.person else ""
    return f"{field}{who}: {change.before or '—'} → {change.after or '—'}"
