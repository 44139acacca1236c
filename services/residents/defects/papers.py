"""Printed papers of the defects, in Chinese and English. Source: handbook R-23."""

import io
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from services.residents.defects.domain.kinds import DEFECT_KINDS, DEFECT_SEVERITIES, DefectKind, DefectSeverity
from services.residents.defects.domain.terms import slip_number
from services.residents.defects.models import Defect, DefectNotice
from services.residents.defects.schemas.statistics import DefectCount, DefectStatistics
from services.residents.premises.models import Community
from shared.kernel.moments import local_minute
from shared.kernel.text import Locale, Text
from shared.runtime.papers import compile_paper
from shared.runtime.sheets import Book, Column

TEMPLATES = Path(__file__).parents[1] / "templates"
_UNNAMED = "—"
_PARTS = (
    ("by_kind", Text(zh="按类别", en="By type"), Text(zh="类别", en="Type")),
    ("by_contractor", Text(zh="按施工单位", en="By contractor"), Text(zh="施工单位", en="Contractor")),
    ("by_age", Text(zh="按时长", en="By age"), Text(zh="提出至今", en="Since raised")),
)
_COLUMNS = (
    ("raised", Text(zh="累计", en="Raised")),
    ("open", Text(zh="未整改", en="Open")),
    ("overdue", Text(zh="超期", en="Overdue")),
    ("cured", Text(zh="已确认", en="Cured")),
)


def notice_pdf(defect: Defect, notice: DefectNotice, community: Community) -> bytes:
    """The rectification notice of a round; the same file however often it is printed."""
    content = _about(defect, community) | {
        "number": notice.number,
        "made_on": _day(notice.issued_at, community),
        "deadline": notice.deadline_on.isoformat(),
        "round": notice.round,
        "reason": notice.reason,
    }
    return compile_paper(TEMPLATES / "defect_notice.typ", content, made_at=notice.issued_at)


def confirmation_pdf(defect: Defect, community: Community) -> bytes:
    """The slip by which the owner confirms the cure."""
    cured_on = defect.cured_on.isoformat() if defect.cured_on else ""
    content = _about(defect, community) | {
        "number": slip_number(defect.number),
        "made_on": cured_on,
        "cured_on": cured_on,
        "confirmed_by": defect.confirmed_by or "",
        "notices": [
            {
                "round": notice.round,
                "number": notice.number,
                "deadline": notice.deadline_on.isoformat(),
                "reason": notice.reason or "",
            }
            for notice in defect.notices
        ],
    }
    return compile_paper(TEMPLATES / "defect_confirmation.typ", content, made_at=defect.changed_at)


def _about(defect: Defect, community: Community) -> dict[str, Any]:
    kind = DEFECT_KINDS[DefectKind(defect.kind)]
    severity = DEFECT_SEVERITIES[DefectSeverity(defect.severity)]
    return {
        "community": community.name_zh,
        "room": defect.room_code,
        "place": defect.place,
        "description": defect.description,
        "contractor": defect.contractor or _UNNAMED,
        "kind_zh": kind.zh,
        "kind_en": kind.en,
        "severity_zh": severity.zh,
        "severity_en": severity.en,
    }


def _day(at: datetime, community: Community) -> str:
    return at.astimezone(community.zone).date().isoformat()


def statistics_pdf(in_chinese: DefectStatistics, in_english: DefectStatistics, community: Community) -> bytes:
    """The summary (汇总); both are of the same counts."""
    at = in_chinese.at
    day = _day(at, community)
    content = {
        "number": f"{community.code}-{day}",
        "made_on": local_minute(at, community.zone),
        "community": community.name_zh,
        "totals": [{"zh": words.zh, "en": words.en, "count": getattr(in_chinese, name)} for name, words in _COLUMNS],
        "parts": [
            {
                "zh": title.zh,
                "en": title.en,
                "column_zh": column.zh,
                "column_en": column.en,
                "rows": _rows(getattr(in_chinese, name), getattr(in_english, name)),
            }
            for name, title, column in _PARTS
        ],
    }
    return compile_paper(TEMPLATES / "defect_statistics.typ", content, made_at=at)


def _rows(in_chinese: Sequence[DefectCount], in_english: Sequence[DefectCount]) -> list[dict[str, Any]]:
    english = {count.code: count.label for count in in_english}
    return [
        {
            "zh": count.label,
            "en": english[count.code] if english[count.code] != count.label else "",
            **{name: getattr(count, name) for name, _ in _COLUMNS},
        }
        for count in in_chinese
    ]


def statistics_xlsx(statistics: DefectStatistics, community: Community, locale: Locale) -> bytes:
    """One sheet per cut; what a person typed is written as text, never as a formula."""
    title = f"{statistics.community_name}  {statistics.at.astimezone(community.zone):%Y-%m-%d %H:%M}"
    figures = [Column(words.pick(locale), 12, "0") for _, words in _COLUMNS]
    made = io.BytesIO()
    book = Book(made)
    for name, words, column in _PARTS:
        sheet = book.sheet(words.pick(locale), [Column(column.pick(locale), 34), *figures], title=title)
        counts = getattr(statistics, name)
        sheet.add([count.label, *(getattr(count, field) for field, _ in _COLUMNS)] for count in counts)
    book.close()
    return made.getvalue()
