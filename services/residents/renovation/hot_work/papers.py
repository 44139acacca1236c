"""The hot-work permit in print. Source: handbook R-33."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from services.residents.premises.models import Community
from services.residents.renovation.domain.lifecycle import Status as WorksStatus
from services.residents.renovation.hot_work.domain import Action, Status, standing
from services.residents.renovation.hot_work.models import HotWork, HotWorkStep
from services.residents.renovation.models import Permit
from shared.kernel.moments import local_minute
from shared.runtime.papers import compile_paper, qr_svg

_TEMPLATES = Path(__file__).parents[1] / "templates"
_LONGEST, _LONGEST_NAME, _LONGEST_NOTE = 60, 20, 25
_UNNAMED = "—"
_MARKS = {
    Status.VOID: ("已失效", "VOID"),
    Status.ENDED: ("已结束", "ENDED"),
    Status.WITHDRAWN: ("已撤回", "WITHDRAWN"),
}
_STOPPED = ("停工", "WORKS STOPPED")


def hot_work_permit_pdf(
    hot_work: HotWork, permit: Permit, community: Community, names: Mapping[str, str], *, now: datetime
) -> bytes:
    """On A4, to post at the place; the same file, byte for byte, while nothing changes.

    `permit` is the construction permit in force, whose code the gate knows; `names` are of the accounts in the
    steps. Only of one that was permitted.
    """
    zone = community.zone
    steps = {step.action: step for step in hot_work.steps}

    def signed(action: Action) -> dict[str, str | None] | None:
        step = steps.get(action.value)
        return _signed(step, names, zone) if step else None

    mark = _mark(hot_work, now)
    content = {
        "number": hot_work.number,
        "construction_permit": permit.number,
        "qr": qr_svg(permit.code),
        "community_zh": community.name_zh,
        "community_en": community.name_en,
        "room": hot_work.room_code,
        "from": local_minute(hot_work.starts_at, zone),
        "until": local_minute(hot_work.ends_at, zone),
        "place": _shortened(hot_work.place),
        "work": _shortened(hot_work.work),
        "worker": _shortened(hot_work.worker_name, _LONGEST_NAME),
        "contractor": _shortened(hot_work.renovation.contractor_name),
        "watcher": _shortened(hot_work.watcher_name, _LONGEST_NAME),
        "extinguishers": _shortened(hot_work.extinguishers),
        "reviewed": signed(Action.REVIEW),
        "approved": signed(Action.APPROVE),
        "before": signed(Action.CHECK_BEFORE),
        "after": signed(Action.CHECK_AFTER),
        "issued": local_minute(hot_work.permitted_at or now, zone),
        "mark": list(mark) if mark else None,
    }
    return compile_paper(_TEMPLATES / "hot_work_permit.typ", content, made_at=hot_work.permitted_at)


def _mark(hot_work: HotWork, now: datetime) -> tuple[str, str] | None:
    found = _MARKS.get(standing(Status(hot_work.status), hot_work.ends_at, now))
    return found or (_STOPPED if hot_work.renovation.status == WorksStatus.SUSPENDED else None)


def _signed(step: HotWorkStep, names: Mapping[str, str], zone: ZoneInfo) -> dict[str, str | None]:
    return {
        "name": _shortened(names.get(step.actor_id or "", _UNNAMED), _LONGEST_NAME),
        "at": local_minute(step.at, zone),
        "note": _shortened(step.note, _LONGEST_NOTE) if step.note else None,
    }


def _shortened(words: str, most: int = _LONGEST) -> str:
    """One page at the place; the whole is on record."""
    line = " ".join(words.split())
    return line if len(line) <= most else f"{line[:most]}…"
