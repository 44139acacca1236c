"""The rectification notice of a renovation's inspection in print. Source: handbook R-34, R-35."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from services.residents.premises.models import Community
from services.residents.renovation.domain.breaches import BREACHES, MEASURES, STANDARDS, Breach, Measure
from services.residents.renovation.inspections.domain import ROUNDS, Round
from services.residents.renovation.inspections.models import Notice
from services.residents.renovation.models import Violation
from shared.kernel.moments import local_minute
from shared.kernel.text import Text
from shared.runtime.papers import compile_paper

_TEMPLATE = Path(__file__).parents[2] / "templates" / "rectification_notice.typ"
_UNNAMED = "—"
_LINES = 4
"""So many rechecks have a line, those of the coming days an empty one."""


def rectification_notice_pdf(notice: Notice, community: Community, names: Mapping[str, str]) -> bytes:
    """On A4, in Chinese with English; the same file, byte for byte, while nothing changes.

    The notice is loaded to be printed; `names` are of who issued and rechecked it.
    """
    zone = community.zone
    violations = [row for row in notice.renovation.violations if row.notice_id == notice.id]
    rechecks = [
        {
            "at": local_minute(row.at, zone),
            "by": names.get(row.by, _UNNAMED),
            "is_cured": row.is_cured,
            "note": row.note or "",
        }
        for row in notice.rechecks
    ]
    content = {
        "number": notice.number,
        "made_on": f"{notice.created_at.astimezone(zone):%Y-%m-%d}",
        "community": community.name_zh,
        "room": notice.room_code,
        "renovation": notice.renovation.number,
        "contractor": notice.renovation.contractor_name,
        "round": _both(ROUNDS[Round(notice.inspection.round)]),
        "issued_by": names.get(notice.issued_by, _UNNAMED),
        "remark": notice.inspection.note,
        "findings": [_finding(finding, violations) for finding in notice.findings],
        "deadline": notice.rectify_by.isoformat(),
        "rechecks": rechecks,
        "empty_lines": max(0, _LINES - len(rechecks)) if notice.cured_at is None else 0,
        "is_cured": notice.cured_at is not None,
    }
    return compile_paper(_TEMPLATE, content, made_at=notice.created_at)


def _finding(finding: Mapping[str, Any], violations: Sequence[Violation]) -> dict[str, Any]:
    """What was found, what is asked for, and by which measure: rectification by the date, and what goes beyond."""
    item = Breach(finding["item"])
    taken = [Measure.RECTIFY_BY_DATE]
    taken += [Measure(row.measure) for row in violations if row.kind == item and row.measure not in taken]
    return {
        "item": _both(BREACHES[item]),
        "note": finding["note"],
        "standard": _both(STANDARDS[item]),
        "measures": [_both(MEASURES[measure]) for measure in taken],
    }


def _both(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}
