"""The work slip (维修单, 派工单) of a ticket: taken along, filled in and signed at the end. Source: handbook T-09."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from services.tickets.domain import paper_words
from services.tickets.domain.duties import Standing
from services.tickets.domain.labels import label
from services.tickets.domain.paper_words import box, moment, named, picked
from services.tickets.replicas.models import CommunityReplica
from services.tickets.requests.domain.clocks import Clock
from services.tickets.requests.domain.intake import Category
from services.tickets.requests.domain.quoting import Decision, units_of
from services.tickets.requests.models import Ticket, WorkLine
from services.tickets.requests.schemas.care import WorkLineView
from services.tickets.requests.schemas.views import fields_of
from services.tickets.requests.usecases.pricing import accepted_of
from shared.kernel.money import format_yuan, yuan
from shared.kernel.text import Locale, Text
from shared.runtime.papers import compile_paper, qr_svg

_TEMPLATES = Path(__file__).parents[1] / "templates"
_WORDS: dict[str, Text] = {
    **paper_words.WORDS,
    "title": Text(zh="派工单", en="Work slip"),
    "requester": Text(zh="报事人", en="Requester"),
    "phone": Text(zh="电话", en="Phone"),
    "opened": Text(zh="受理时间", en="Received"),
    "owner": Text(zh="首接责任人", en="Owner"),
    "assignee": Text(zh="派给", en="Dispatched to"),
    "companion": Text(zh="陪同人", en="Accompanied by"),
    "appointment": Text(zh="预约时间", en="Appointment"),
    "arrive_by": Text(zh="到场时限", en="On site by"),
    "settle_by": Text(zh="完成时限", en="Settle by"),
    "arrived": Text(zh="到场时间", en="Arrived"),
    "completed": Text(zh="完工时间", en="Completed"),
    "wrong": Text(zh="报事内容", en="What is wrong"),
    "quote": Text(zh="报价（施工前经业户确认）", en="Quote, accepted by the resident before the work"),
    "item": Text(zh="收费项目", en="Item"),
    "quantity": Text(zh="数量", en="Quantity"),
    "unit": Text(zh="单位", en="Unit"),
    "price": Text(zh="单价（元）", en="Price, CNY"),
    "amount": Text(zh="金额（元）", en="Amount, CNY"),
    "to_accept": Text(zh="业户确认报价（签字）", en="Accepted by the resident (signature)"),
    "total": Text(zh="费用合计", en="Amount to pay"),
    "used": Text(zh="材料与人工", en="Materials and labour"),
    "kind": Text(zh="类型", en="Kind"),
    "thing": Text(zh="名称", en="Name"),
    "done": Text(zh="处理情况", en="Work done"),
    "contractor": Text(zh="施工单位", en="Contractor"),
}
_TITLE_OF_REPAIR = {"title": Text(zh="维修单", en="Repair work slip")}
_UNITS: Mapping[str, Text] = {
    "piece": Text(zh="个", en="piece"),
    "job": Text(zh="次", en="job"),
    "household": Text(zh="户", en="household"),
}
_ACCEPTED = Text(zh="业户 {name} 已于 {at} 确认报价", en="Accepted by {name}, {at}")
_FREE = Text(zh="质保维修，不收费", en="Warranty work, free of charge")
_TO_CONFIRM = Text(zh="（待主管确认）", en=" (to be confirmed by a lead)")
_RESIDENT, _WORKER, _DESK = (
    Text(zh="业户验收", en="Resident, work checked"),
    Text(zh="施工人员", en="Work done by"),
    Text(zh="前台回单", en="Front desk, slip returned"),
)


@dataclass(frozen=True, slots=True)
class Printing:
    """For whom, in what language and when; `names` are display names by account id."""

    viewer: Standing
    locale: Locale
    names: Mapping[str, str]
    at: datetime


def people_of(ticket: Ticket, viewer: Standing) -> set[str]:
    """The accounts that the slip names."""
    return {who for who in (ticket.owner_id, ticket.assignee_id, ticket.companion_id, viewer.account_id) if who}


def work_slip_pdf(ticket: Ticket, used: Sequence[WorkLine], community: CommunityReplica, printing: Printing) -> bytes:
    """On A4, of a ticket loaded with its quotes and clocks; what is not known yet is space to write in.

    The phone is shown in full to whom the ticket shows it. Call it by `asyncio.to_thread`.
    """
    zone, locale = ZoneInfo(community.time_zone), printing.locale
    requester = fields_of(ticket, printing.viewer)["requester"]
    due = {clock.clock: clock.due_at for clock in ticket.clocks}
    content = {
        "words": picked(_WORDS | _TITLE_OF_REPAIR if ticket.category == Category.REPAIR else _WORDS, locale),
        "lang": "en" if locale == "en" else "zh",
        "number": ticket.number,
        "qr": qr_svg(ticket.number),
        "community": community.name,
        "printed_at": moment(printing.at, zone),
        "printed_by": named(printing.viewer.account_id, printing.names),
        "room": ticket.room_code or "—",
        "category": f"{label('ticket_category', ticket.category, locale)} · "
        f"{label('ticket_severity', ticket.severity, locale)}",
        "requester": requester["name"],
        "phone": requester["phone"],
        "opened_at": moment(ticket.opened_at, zone),
        "owner": named(ticket.owner_id, printing.names),
        "department": label("department", ticket.department, locale),
        "assignee": named(ticket.assignee_id, printing.names),
        "companion": named(ticket.companion_id, printing.names),
        "appointment": _appointment(ticket, zone, locale),
        "arrive_by": moment(due.get(Clock.ARRIVE), zone) or "—",
        "settle_by": moment(due.get(Clock.SETTLE), zone) or "—",
        "arrived_at": moment(ticket.arrived_at, zone),
        "completed_at": moment(ticket.completed_at, zone),
        "wrong": "\n".join(part for part in (ticket.summary, ticket.description) if part),
        **_price(ticket, zone, locale),
        "used": [_used(line, locale) for line in used],
        "done": ticket.work_done,
        "contractor": ticket.contractor,
        "signatures": [
            box(_RESIDENT, locale, ticket.signed_by),
            box(_WORKER, locale, named(ticket.assignee_id, printing.names)),
            box(_DESK, locale),
        ],
    }
    return compile_paper(_TEMPLATES / "work_slip.typ", content, made_at=printing.at)


def _appointment(ticket: Ticket, zone: ZoneInfo, locale: Locale) -> str | None:
    """A time that a resident demanded is promised once a lead has confirmed it (T-05)."""
    agreed = moment(ticket.appointment_at, zone)
    if agreed is None or ticket.appointment_confirmed_at is not None:
        return agreed
    return agreed + _TO_CONFIRM.pick(locale)


def _price(ticket: Ticket, zone: ZoneInfo, locale: Locale) -> dict[str, Any]:
    """What was accepted, all together, and what waits for the resident's word; warranty work has no price (T-10).

    The sum is the one that closing charges; while a quote waits, the one that the resident is asked to accept.
    """
    if ticket.is_warranty:
        return {"quote": [], "accepted": _FREE.pick(locale), "total": format_yuan(0, locale)}
    accepted = accepted_of(ticket)
    pending = [quote for quote in ticket.quotes if quote.decision == Decision.PENDING]
    if not accepted and not pending:
        return {"quote": [], "accepted": None, "total": None}
    sentences = [
        _ACCEPTED.pick(locale, name=quote.decided_by_name or "—", at=moment(quote.decided_at, zone))
        for quote in accepted
    ]
    return {
        "quote": [_quoted(line, locale) for quote in (*accepted, *pending) for line in quote.lines],
        "accepted": None if pending else ("; " if locale == "en" else "；").join(sentences),
        "total": format_yuan((ticket.quoted_fen or 0) if pending else ticket.billable_fen, locale),
    }


def _quoted(line: Mapping[str, Any], locale: Locale) -> dict[str, str]:
    unit = _UNITS.get(line["unit"])
    return {
        "name": line["name_en"] if locale == "en" else line["name_zh"],
        "quantity": str(units_of(line)),
        "unit": unit.pick(locale) if unit else line["unit"],
        "price": yuan(line["unit_price_fen"]),
        "amount": yuan(units_of(line) * line["unit_price_fen"]),
    }


def _used(line: WorkLine, locale: Locale) -> dict[str, str]:
    view = WorkLineView.of(line)
    return {
        "kind": label("work_line_kind", view.kind, locale),
        "item": view.item,
        "quantity": f"{view.quantity:f}",
        "unit": view.unit,
    }
