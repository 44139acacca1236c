"""The transfer protocol (变更交接单). Source: handbook R-07."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from services.residents.households.domain.membership import ROLES, Role
from services.residents.households.models import Household
from services.residents.households.schemas import MemberBody
from services.residents.premises.models import Community
from services.residents.transfers.domain.checklist import ITEM_STATES, ITEMS, Checked, Item, State
from services.residents.transfers.domain.lifecycle import TRANSFER_STATUSES, Status
from services.residents.transfers.domain.readings import METERS, Meter, from_thousandths, in_meter_order
from services.residents.transfers.domain.reasons import TRANSFER_PAPERS, TRANSFER_REASONS, PaperKind, Reason
from services.residents.transfers.models import Transfer, TransferReading
from services.residents.transfers.usecases.check_transfer import CheckedTransfer
from shared.kernel.moments import local_minute
from shared.kernel.text import Text
from shared.runtime.papers import compile_paper, qr_svg

_TEMPLATES = Path(__file__).parent / "templates"
_NAMED: dict[Item, dict[str, Text]] = {
    Item.PAPERS: {kind.value: text for kind, text in TRANSFER_PAPERS.items()},
    Item.READINGS: {meter.value: text for meter, text in METERS.items()},
}


def protocol_pdf(
    checked: CheckedTransfer, community: Community, old: Household, new: Household | None, *, at: datetime
) -> bytes:
    """On A4, in Chinese with English below; amounts stay with billing's own papers. An ended one never changes."""
    transfer = checked.transfer
    made_at = transfer.ended_at or at
    zone = community.zone
    content = {
        "number": transfer.number,
        "qr": qr_svg(transfer.number),
        "community": community.name_zh,
        "room": transfer.room_code,
        "status": _both(TRANSFER_STATUSES[Status(transfer.status)]),
        "reason": _both(TRANSFER_REASONS[Reason(transfer.reason)]),
        "planned_on": transfer.planned_on.isoformat(),
        "transferred_on": transfer.transferred_on.isoformat() if transfer.transferred_on else None,
        "made_at": local_minute(made_at, zone),
        "remark": transfer.remark,
        "old": _people(old),
        "new": _people(new) if new else _planned(transfer),
        "papers": [_both(TRANSFER_PAPERS[kind]) for kind in sorted({PaperKind(row.kind) for row in transfer.papers})],
        "readings": [_reading(row) for row in in_meter_order(transfer.readings)],
        "items": [_item(each, zone) for each in checked.checklist],
    }
    return compile_paper(_TEMPLATES / "protocol.typ", content, made_at=made_at)


def _both(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def _people(household: Household) -> list[dict[str, Any]]:
    """Those who were there on its last day, or are there now."""
    there = [member for member in household.members if member.left_on == household.departed_on]
    return [{"name": member.person.name, "role": _both(ROLES[Role(member.role)])} for member in there]


def _planned(transfer: Transfer) -> list[dict[str, Any]]:
    asked: Sequence[MemberBody] = [MemberBody.model_validate(member.details) for member in transfer.members]
    return [{"name": body.name or "—", "role": _both(ROLES[body.role])} for body in asked]


def _reading(row: TransferReading) -> dict[str, Any]:
    return {
        "meter": _both(METERS[Meter(row.meter)]),
        "opening": _plain(from_thousandths(row.opening)),
        "reading": _plain(from_thousandths(row.reading)),
    }


def _item(checked: Checked, zone: ZoneInfo) -> dict[str, Any]:
    mark, finding = checked.mark, checked.finding
    return {
        "item": _both(ITEMS[checked.item]),
        "state": checked.state.value,
        "label": _both(ITEM_STATES[checked.state]),
        "open": "" if checked.state is State.CLEAR else "、".join(_name(checked.item, name) for name in finding.names),
        "by": mark.by_name if mark else None,
        "at": local_minute(mark.at, zone) if mark else None,
        "note": mark.note if mark else None,
    }


def _name(item: Item, name: str) -> str:
    """A code by its word, a tag or number as it is."""
    words = _NAMED.get(item, {}).get(name)
    return f"{words.zh} {words.en}" if words else name


def _plain(reading: Decimal | None) -> str | None:
    return None if reading is None else f"{reading:f}"
