"""Printed papers of the hand-over, in Chinese and English. Source: handbook R-22, R-24."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from services.residents.defects.domain.kinds import DEFECT_KINDS, DefectKind
from services.residents.defects.models import Defect
from services.residents.move_ins.domain.documents import AGREEMENTS, HANDOUTS
from services.residents.move_ins.domain.inspection import ITEMS, METER_UNITS, METERS, InspectionFinding
from services.residents.move_ins.domain.keys import KEY_LABELS, Tried, handed_over
from services.residents.move_ins.models import MoveIn
from services.residents.move_ins.schemas.answered import MoveInView
from services.residents.premises.models import Community, Room
from shared.kernel.money import yuan
from shared.runtime.papers import compile_paper

_TEMPLATES = Path(__file__).parents[1] / "templates"
_NOTHING = "—"


def hand_over_form_pdf(move_in: MoveIn, defects: Sequence[Defect], room: Room, community: Community) -> bytes:
    """The form that both sides sign (收楼交接单)."""
    view = MoveInView.whole(move_in)
    content = _about(view, community, view.number) | {
        "owner": view.owner_name,
        "area": str(room.area_m2),
        "notice_number": view.notice_number,
        "handed_over_on": view.handed_over_on.isoformat() if view.handed_over_on else _NOTHING,
        **_prepaid(view),
        "readings": _readings(view),
        "keys": _keys(view),
        "items": _items(view),
        "defects": [_defect(defect) for defect in defects],
        "agreements": "、".join(AGREEMENTS[each].zh for each in (view.agreements.signed if view.agreements else [])),
        "documents": "、".join(
            f"{HANDOUTS[line.kind].zh}×{line.count}" for line in (view.documents.documents if view.documents else [])
        ),
    }
    return compile_paper(_TEMPLATES / "hand_over_form.typ", content, made_at=move_in.changed_at)


def key_receipt_pdf(move_in: MoveIn, community: Community) -> bytes:
    """Each key as it was tried; with the slip of the one that stays (钥匙领用单)."""
    view = MoveInView.whole(move_in)
    keys = view.keys.keys if view.keys else []
    signed_for = [key for key in keys if key.works]
    kept = sum(key.stays for key in signed_for)
    tried_at = next((state.done_at for state in view.steps if state.step == "try_keys"), None)
    content = _about(view, community, f"{view.number}-KEYS") | {
        "received_by": view.keys.received_by if view.keys else "",
        "tried_on": _day(tried_at, community) if tried_at else _NOTHING,
        "tried": [
            {
                "order": order,
                "zh": KEY_LABELS[key.label].zh,
                "en": KEY_LABELS[key.label].en,
                "tag": key.tag or view.room_code,
                "works": key.works,
                "stays": key.stays,
            }
            for order, key in enumerate(keys, start=1)
        ],
        "count": len(signed_for),
        "taken": len(signed_for) - kept,
        "kept": kept,
        "authorised_by": (view.key_custody.authorised_by if view.key_custody else None) or "",
    }
    return compile_paper(_TEMPLATES / "key_receipt.typ", content, made_at=move_in.changed_at)


def _about(view: MoveInView, community: Community, number: str) -> dict[str, Any]:
    made_at = next((entry.at for entry in reversed(view.history)), view.created_at)
    return {
        "number": number,
        "made_on": _day(made_at, community),
        "community": community.name_zh,
        "room": view.room_code,
        "slip": view.custody_slip_number,
    }


def _prepaid(view: MoveInView) -> dict[str, str]:
    paid = view.prepayment
    if paid is None or not paid.receipt_number:
        return {"prepaid": _NOTHING, "receipt": ""}
    return {"prepaid": f"¥ {yuan(paid.amount_fen)}", "receipt": paid.receipt_number}


def _readings(view: MoveInView) -> list[dict[str, str]]:
    return [
        {
            "zh": METERS[line.kind].zh,
            "en": METERS[line.kind].en,
            "serial": line.serial or _NOTHING,
            "reading": f"{line.reading:f}",
            "unit": METER_UNITS[line.kind],
        }
        for line in (view.readings.readings if view.readings else [])
    ]


def _keys(view: MoveInView) -> list[dict[str, Any]]:
    keys = view.keys.keys if view.keys else []
    return [
        {
            "zh": KEY_LABELS[sort.label].zh,
            "en": KEY_LABELS[sort.label].en,
            "tag": "、".join(dict.fromkeys(key.tag or view.room_code for key in keys if key.label is sort.label)),
            "count": sort.count,
            "kept": sort.kept,
        }
        for sort in handed_over([Tried(key.label, key.works, key.stays) for key in keys])
    ]


def _items(view: MoveInView) -> list[dict[str, Any]]:
    return [
        {
            "zh": ITEMS[found.item].zh,
            "en": ITEMS[found.item].en,
            "is_ok": found.finding is InspectionFinding.OK,
            "numbers": _numbers(found.defects),
        }
        for found in (view.inspection.items if view.inspection else [])
    ]


def _numbers(defects: Sequence[str]) -> str:
    """The first, and how many more: all of them are listed below."""
    more = len(defects) - 1
    return f"{defects[0]} +{more}" if more > 0 else "".join(defects)


def _defect(defect: Defect) -> dict[str, str]:
    kind = DEFECT_KINDS[DefectKind(defect.kind)]
    return {
        "number": defect.number,
        "place": defect.place,
        "kind_zh": kind.zh,
        "kind_en": kind.en,
        "description": defect.description,
        "deadline": defect.deadline_on.isoformat(),
    }


def _day(at: datetime, community: Community) -> str:
    return at.astimezone(community.zone).date().isoformat()
