"""A work-contact slip (工作联系单) on paper, for the named person to answer and sign. Source: handbook T-14."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from services.tickets.domain import paper_words
from services.tickets.domain.labels import label
from services.tickets.domain.paper_words import box, moment, named, picked
from services.tickets.escalations.domain.ladder import SLIP_STATUSES, SlipStatus
from services.tickets.escalations.models import WorkContactSlip
from services.tickets.replicas.models import CommunityReplica
from services.tickets.requests.models import Ticket
from shared.kernel.text import Locale, Text
from shared.runtime.papers import compile_paper, qr_svg

_TEMPLATES = Path(__file__).parents[1] / "templates"
_WORDS: Mapping[str, Text] = {
    **paper_words.WORDS,
    "title": Text(zh="工作联系单", en="Work-contact slip"),
    "ticket": Text(zh="工单", en="Ticket"),
    "level": Text(zh="升级至", en="Goes to"),
    "handler": Text(zh="处理人", en="Handler"),
    "raised_by": Text(zh="发起人", en="Raised by"),
    "raised_at": Text(zh="发起时间", en="Raised"),
    "answer_by": Text(zh="答复时限", en="Answer by"),
    "status": Text(zh="状态", en="Status"),
    "overdue": Text(zh="未按时答复", en="Not answered in time"),
    "matter": Text(zh="事项", en="The matter"),
    "cause": Text(zh="升级原因", en="Why it comes up"),
    "answer": Text(zh="处理答复", en="Answer"),
    "result": Text(zh="跟踪结果", en="Followed to the end"),
}
_SYSTEM = Text(zh="系统", en="The system")
_ANSWERED = Text(zh="{name} 于 {at} 答复", en="Answered by {name}, {at}")
_LATE_SAID = Text(zh="（超过半个工作日才反映）", en=" (said after more than half a working day)")
_CLOCK = Text(zh="{cause}：{clock}", en="{cause}: {clock}")
_ENDED = Text(zh="{status}（{at}）", en="{status}, {at}")
_RAISED, _HANDLED, _CHECKED = (
    Text(zh="发起（客服中心）", en="Raised, service centre"),
    Text(zh="处理人", en="Handler"),
    Text(zh="复核", en="Checked"),
)


def people_of(slip: WorkContactSlip, printed_by: str) -> set[str]:
    """The accounts that the paper names."""
    return {who for who in (slip.raised_by, slip.handler_id, slip.answered_by, printed_by) if who}


def contact_slip_pdf(
    slip: WorkContactSlip,
    ticket: Ticket,
    community: CommunityReplica,
    names: Mapping[str, str],
    *,
    printed_by: str,
    locale: Locale,
    now: datetime,
) -> bytes:
    """On A4, in the reader's language; without an answer it has the space for one. Call it by `asyncio.to_thread`."""
    zone = ZoneInfo(community.time_zone)
    status = SLIP_STATUSES[SlipStatus(slip.status)].pick(locale)
    ended = moment(slip.closed_at, zone)
    late = slip.answered_at or now
    handler = named(slip.handler_id, names)
    content = {
        "words": picked(_WORDS, locale),
        "lang": "en" if locale == "en" else "zh",
        "number": slip.number,
        "qr": qr_svg(slip.number),
        "community": community.name,
        "printed_at": moment(now, zone),
        "printed_by": named(printed_by, names),
        "ticket": ticket.number,
        "room": ticket.room_code or "—",
        "category": f"{label('ticket_category', ticket.category, locale)} · "
        f"{label('ticket_severity', ticket.severity, locale)}",
        "department": label("department", ticket.department, locale),
        "level": _capital(label("escalation_level", slip.level, locale)),
        "handler": handler,
        "raised_by": named(slip.raised_by, names) or _SYSTEM.pick(locale),
        "raised_at": moment(slip.created_at, zone),
        "answer_by": moment(slip.answer_by, zone),
        "status": _ENDED.pick(locale, status=status, at=ended) if ended else status,
        "is_overdue": slip.overdue_at is not None or (ended is None and late > slip.answer_by),
        "matter": "\n".join(part for part in (ticket.summary, ticket.description) if part),
        "cause": _cause(slip, locale),
        "reason": slip.reason,
        "answer": slip.answer,
        "answered": _answered(slip, names, zone, locale),
        "result": ticket.work_done or ticket.explanation,
        "signatures": [
            box(_RAISED, locale, named(slip.raised_by, names)),
            box(_HANDLED, locale, named(slip.answered_by, names) or handler),
            box(_CHECKED, locale),
        ],
    }
    return compile_paper(_TEMPLATES / "contact_slip.typ", content, made_at=now)


def _cause(slip: WorkContactSlip, locale: Locale) -> str:
    """With the clock that ran out, or that the department said it late."""
    words = _capital(label("escalation_cause", slip.cause, locale))
    if slip.clock:
        words = _CLOCK.pick(locale, cause=words, clock=label("ticket_clock", slip.clock, locale))
    return words + _LATE_SAID.pick(locale) if slip.raised_in_time is False else words


def _answered(slip: WorkContactSlip, names: Mapping[str, str], zone: ZoneInfo, locale: Locale) -> str | None:
    if slip.answered_at is None:
        return None
    return _ANSWERED.pick(locale, name=named(slip.answered_by, names), at=moment(slip.answered_at, zone))


def _capital(words: str) -> str:
    """The words of a code stand in a sentence elsewhere, here by themselves."""
    return words[:1].upper() + words[1:]
