"""Messages about promises and escalated tickets. Source: handbook T-12 … T-14, T-27, events.md."""

from zoneinfo import ZoneInfo

from services.notifications import repository
from services.notifications.channels import PostOffice
from services.notifications.domain.templates import TemplateName
from services.notifications.usecases.compose_message import account, compose_message, household, role
from shared.contracts.envelope import CloudEvent
from shared.contracts.tickets import (
    PromiseBroken,
    PromiseDue,
    TicketEscalated,
    TicketProgressDue,
    TicketProgressReported,
    TicketSeverityChanged,
)
from shared.kernel.text import DEFAULT_LOCALE, Text
from shared.runtime.unit_of_work import Transaction

_KINDS = {
    "call_back": Text("回电", "call back"),
    "visit": Text("上门", "visit"),
    "answer": Text("答复", "answer"),
    "time": Text("约定时间", "agreed time"),
    "compensation": Text("补偿", "compensation"),
    "other": Text("承诺", "promise"),
}
_CAUSES = {
    "breach": Text("时限已过", "a limit has passed"),
    "cannot_handle": Text("部门无法处理", "the department can't handle it"),
    "unanswered": Text("联系单未按时答复", "the slip was not answered in time"),
    "month_open": Text("投诉一个月未解决", "the complaint has been open for a month"),
    "promises_broken": Text("多次承诺未兑现", "promises were not kept again and again"),
    "judged": Text("主管判定", "a lead judged it so"),
}
_STATUSES = {
    "opened": Text("已受理，等待派工", "received, about to be dispatched"),
    "dispatched": Text("已派工", "sent to whom does the work"),
    "accepted": Text("已接单", "taken on by whom does the work"),
    "on_site": Text("已到场处理", "worked on on site"),
    "quoted": Text("已报价，等待您确认", "quoted, waiting for your word"),
    "agreed": Text("报价已确认，等待施工", "agreed, the work follows"),
    "completed": Text("已完工，等待告知结果", "completed, you will be told the result"),
}
_LEVELS = {"lead": "service_lead", "manager": "manager"}


async def tell_promise_due(post: PostOffice, tx: Transaction, envelope: CloudEvent, promise: PromiseDue) -> None:
    """The owner hears of it a quarter of an hour before."""
    await _tell_owner(post, tx, envelope, promise, TemplateName.PROMISE_DUE)


async def tell_promise_broken(post: PostOffice, tx: Transaction, envelope: CloudEvent, promise: PromiseBroken) -> None:
    """The owner hears that the time has passed."""
    await _tell_owner(post, tx, envelope, promise, TemplateName.PROMISE_BROKEN)


async def _tell_owner(
    post: PostOffice, tx: Transaction, envelope: CloudEvent, promise: PromiseDue | PromiseBroken, template: TemplateName
) -> None:
    await compose_message(
        tx,
        post,
        envelope,
        template,
        account(promise.owner_id),
        about=promise.promise_id,
        parameters={"room_code": promise.room_code or "-", "kind": _KINDS[promise.kind].pick(DEFAULT_LOCALE)},
    )


async def tell_escalated(post: PostOffice, tx: Transaction, envelope: CloudEvent, ticket: TicketEscalated) -> None:
    """The named person hears of the slip; where nobody is named, whoever has the level's duty (T-14)."""
    to = account(ticket.handler_id) if ticket.handler_id else role(_LEVELS[ticket.level])
    await compose_message(
        tx,
        post,
        envelope,
        TemplateName.TICKET_ESCALATED,
        to,
        about=ticket.ticket_id,
        parameters={
            "number": ticket.number,
            "slip_number": ticket.slip_number,
            "room_code": ticket.room_code or "-",
            "cause": _CAUSES[ticket.cause].pick(DEFAULT_LOCALE),
        },
    )


async def tell_severity_changed(
    post: PostOffice, tx: Transaction, envelope: CloudEvent, ticket: TicketSeverityChanged
) -> None:
    """The manager hears of what has become major, as of what was taken in so (T-03, T-12)."""
    if ticket.severity != "major":
        return
    await compose_message(
        tx,
        post,
        envelope,
        TemplateName.TICKET_MAJOR,
        role("manager"),
        about=ticket.ticket_id,
        parameters={
            "number": ticket.number,
            "room_code": ticket.room_code or "-",
            "cause": _CAUSES[ticket.cause].pick(DEFAULT_LOCALE),
        },
    )


async def tell_progress_due(post: PostOffice, tx: Transaction, envelope: CloudEvent, ticket: TicketProgressDue) -> None:
    """The owner hears that the requester is to be told (T-20)."""
    await compose_message(
        tx,
        post,
        envelope,
        TemplateName.TICKET_PROGRESS_DUE,
        account(ticket.owner_id),
        about=ticket.ticket_id,
        parameters={"number": ticket.number, "room_code": ticket.room_code or "-"},
    )


async def tell_progress(
    post: PostOffice, tx: Transaction, envelope: CloudEvent, ticket: TicketProgressReported
) -> None:
    """The requester's household hears how it stands and when it hears again (T-20)."""
    if not ticket.household_id:
        return
    status = _STATUSES[ticket.status]
    zone = ZoneInfo(await repository.time_zone_of(tx.session, envelope.community))
    await compose_message(
        tx,
        post,
        envelope,
        TemplateName.TICKET_PROGRESS,
        household(ticket.household_id),
        about=ticket.ticket_id,
        parameters={
            "number": ticket.number,
            "room_code": ticket.room_code or "-",
            "status_zh": status.zh,
            "status_en": status.en,
            "next_on": f"{ticket.next_report_at.astimezone(zone):%Y-%m-%d}",
        },
    )
