"""The printed record of a corrective and preventive action, in Chinese and English. Source: handbook T-21."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from services.tickets.corrective_actions.domain.labels import MATTERS
from services.tickets.corrective_actions.domain.lifecycle import (
    ACTIONS,
    OPENING,
    ORIGINS,
    STATUSES,
    Origin,
    Status,
)
from services.tickets.corrective_actions.models import CorrectiveAction
from services.tickets.corrective_actions.usecases.advancing import OPEN, OVERDUE
from services.tickets.replicas.models import CommunityReplica
from services.tickets.requests.domain.matters import EVERYWHERE, Matter
from shared.kernel.moments import local_minute
from shared.kernel.text import Text
from shared.runtime.papers import compile_paper

TEMPLATES = Path(__file__).parents[1] / "templates"
_NOTHING = "—"
_STEPS: Mapping[str, Text] = {
    OPEN: OPENING,
    OVERDUE: Text(zh="逾期", en="Overdue"),
    **{action.value: words for action, words in ACTIONS.items()},
}
_BESIDE: Mapping[int, Text] = {
    -1: Text(zh="此前记录", en="Comes again after"),
    1: Text(zh="此后记录", en="Came again as"),
}
_WHOLE = Text(zh="全小区", en="Whole community")
_SYSTEM = Text(zh="系统", en="the system")
_SIGNATURES = (
    (Text(zh="制定", en="Planned"), "planned"),
    (Text(zh="审核", en="Checked"), "checked"),
    (Text(zh="批准", en="Approved"), "approved"),
    (Text(zh="实施", en="Carried out"), "done"),
    (Text(zh="验证", en="Verified"), "verified"),
)


def people_of(action: CorrectiveAction) -> set[str]:
    """The accounts that a record and its history name."""
    named = (
        action.opened_by,
        action.analysed_by,
        action.responsible_id,
        *(getattr(action, f"{part}_by") for _, part in _SIGNATURES),
        *(step.actor_id for step in action.steps),
    )
    return {account_id for account_id in named if account_id}


def record_pdf(
    action: CorrectiveAction,
    beside: Mapping[int, CorrectiveAction],
    community: CommunityReplica,
    names: Mapping[str, str],
    *,
    made_at: datetime,
) -> bytes:
    """The record as it stands, loaded with its tickets and steps; `beside` are the matter's other records by round,
    `names` display names by account id.
    """
    zone = ZoneInfo(community.time_zone)
    content = {
        "number": action.number,
        "made_on": _moment(made_at, zone),
        "community": community.name,
        "title_zh": action.title_zh,
        "title_en": action.title_en if action.title_en != action.title_zh else "",
        "status": _both(STATUSES[Status(action.status)]),
        "origin": _both(ORIGINS[Origin(action.origin)]),
        "matter": _both(_matter(action)),
        "place": _both(_place(action)),
        "attempt": action.attempt,
        "rounds": _rounds(action, beside),
        "opened_at": _moment(action.created_at, zone),
        "opened_by": _name(action.opened_by, names) if action.opened_by else f"{_SYSTEM.zh} {_SYSTEM.en}",
        "description": action.description or "",
        "tickets": [link.ticket_number for link in action.links],
        "cause": action.cause or "",
        "measures": action.measures or "",
        "prevention": action.prevention or "",
        "responsible": _name(action.responsible_id, names),
        "due_at": _moment(action.due_at, zone),
        "is_overdue": action.overdue_at is not None,
        "result": action.result or "",
        "verification": action.verification or "",
        "signatures": _signatures(action, names, zone),
        "history": _history(action, names, zone),
    }
    return compile_paper(TEMPLATES / "corrective_action.typ", content, made_at=made_at)


def _rounds(action: CorrectiveAction, beside: Mapping[int, CorrectiveAction]) -> list[dict[str, str]]:
    """The numbers of the matter's records before and after this one."""
    if action.round is None:
        return []
    return [
        {**_both(words), "number": beside[action.round + step].number}
        for step, words in _BESIDE.items()
        if action.round + step in beside
    ]


def _signatures(action: CorrectiveAction, names: Mapping[str, str], zone: ZoneInfo) -> list[dict[str, str]]:
    return [
        {
            **_both(words),
            "name": _name(getattr(action, f"{part}_by"), names),
            "at": _moment(getattr(action, f"{part}_at"), zone),
        }
        for words, part in _SIGNATURES
    ]


def _history(action: CorrectiveAction, names: Mapping[str, str], zone: ZoneInfo) -> list[dict[str, Any]]:
    return [
        {
            "at": _moment(step.at, zone),
            **_both(_STEPS[step.action]),
            "by": _name(step.actor_id, names) if step.actor_id else f"{_SYSTEM.zh} {_SYSTEM.en}",
            "note": step.note or "",
        }
        for step in action.steps
    ]


def _matter(action: CorrectiveAction) -> Text:
    if action.matter in set(Matter):
        return MATTERS[Matter(action.matter)]
    return Text(zh=_NOTHING, en="")


def _place(action: CorrectiveAction) -> Text:
    if action.place is None:
        return Text(zh=_NOTHING, en="")
    if action.place == EVERYWHERE:
        return _WHOLE
    if "#" in action.place:
        return Text(zh=action.place, en="room")
    return Text(zh=f"{action.place}栋", en=f"building {action.place}")


def _both(words: Text) -> dict[str, str]:
    return {"zh": words.zh, "en": words.en}


def _name(account_id: str | None, names: Mapping[str, str]) -> str:
    """An account not heard of yet is told by its id."""
    return names.get(account_id, account_id) if account_id else _NOTHING


def _moment(at: datetime | None, zone: ZoneInfo) -> str:
    return local_minute(at, zone) if at else _NOTHING
