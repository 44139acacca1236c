"""Messages about tickets and follow-up visits. Source: handbook T-01, T-09, T-16, events.md."""

from services.notifications.channels import PostOffice
from services.notifications.domain.templates import TemplateName
from services.notifications.usecases.compose_message import account, compose_message, household, role
from shared.contracts.envelope import CloudEvent
from shared.contracts.tickets import (
    FollowUpDue,
    QualitySampleScored,
    TicketBreached,
    TicketBreachNear,
    TicketClosed,
    TicketDispatched,
    TicketOpened,
    TicketQuoted,
)
from shared.kernel.money import yuan
from shared.kernel.text import DEFAULT_LOCALE, Text
from shared.runtime.unit_of_work import Transaction

CLOCKS = {
    "dispatch": Text("派工", "dispatch"),
    "respond": Text("答复", "reply"),
    "arrive": Text("到场", "arrival"),
    "settle": Text("处理", "settlement"),
}
_VISITORS = {"staff": "service_assistant", "lead": "service_lead", "manager": "manager"}


async def tell_opened(post: PostOffice, tx: Transaction, envelope: CloudEvent, ticket: TicketOpened) -> None:
    """The requester's household hears that it was received; the lead hears of an important one (T-03)."""
    words = {"number": ticket.number, "room_code": ticket.room_code or "-"}
    if ticket.household_id:
        await compose_message(
            tx,
            post,
            envelope,
            TemplateName.TICKET_OPENED,
            household(ticket.household_id),
            about=ticket.ticket_id,
            parameters=words,
        )
    if ticket.nature == "important":
        to = role("manager" if ticket.severity == "major" else "service_lead")
        await compose_message(
            tx, post, envelope, TemplateName.TICKET_OPENED, to, about=ticket.ticket_id, parameters=words
        )


async def tell_dispatched(post: PostOffice, tx: Transaction, envelope: CloudEvent, ticket: TicketDispatched) -> None:
    """The assignee hears of the work order."""
    if ticket.assignee_id:
        await compose_message(
            tx,
            post,
            envelope,
            TemplateName.TICKET_ASSIGNED,
            account(ticket.assignee_id),
            about=ticket.ticket_id,
            parameters={"number": ticket.number, "room_code": ticket.room_code or "-"},
        )


async def tell_quoted(post: PostOffice, tx: Transaction, envelope: CloudEvent, ticket: TicketQuoted) -> None:
    """The household hears the price before the work starts (T-09)."""
    if ticket.household_id:
        await compose_message(
            tx,
            post,
            envelope,
            TemplateName.TICKET_QUOTED,
            household(ticket.household_id),
            about=ticket.ticket_id,
            parameters={"number": ticket.number, "amount": yuan(ticket.amount_fen)},
        )


async def tell_closed(post: PostOffice, tx: Transaction, envelope: CloudEvent, ticket: TicketClosed) -> None:
    """The household hears the result and is asked whether it is satisfied."""
    if ticket.household_id and ticket.outcome == "solved":
        amount_fen = sum(item.amount_fen for item in ticket.billable_items)
        await compose_message(
            tx,
            post,
            envelope,
            TemplateName.TICKET_CLOSED,
            household(ticket.household_id),
            about=ticket.ticket_id,
            parameters={"number": ticket.number, "amount": yuan(amount_fen) if amount_fen else ""},
        )


async def tell_breached(post: PostOffice, tx: Transaction, envelope: CloudEvent, ticket: TicketBreached) -> None:
    """The lead hears that a clock ran out."""
    await compose_message(
        tx,
        post,
        envelope,
        TemplateName.TICKET_BREACHED,
        role("service_lead"),
        about=ticket.ticket_id,
        parameters={
            "number": ticket.number,
            "room_code": ticket.room_code or "-",
            "clock": CLOCKS[ticket.clock].pick(DEFAULT_LOCALE),
        },
    )


async def tell_breach_near(post: PostOffice, tx: Transaction, envelope: CloudEvent, ticket: TicketBreachNear) -> None:
    """The owner and the lead hear that a clock will run out, while something can be done about it."""
    for to in (account(ticket.owner_id), role("service_lead")):
        await compose_message(
            tx,
            post,
            envelope,
            TemplateName.TICKET_BREACH_NEAR,
            to,
            about=ticket.ticket_id,
            parameters={
                "number": ticket.number,
                "room_code": ticket.room_code or "-",
                "clock": CLOCKS[ticket.clock].pick(DEFAULT_LOCALE),
            },
        )


async def tell_follow_up_due(post: PostOffice, tx: Transaction, envelope: CloudEvent, visit: FollowUpDue) -> None:
    """Whoever must go hears of it (T-18)."""
    await compose_message(
        tx,
        post,
        envelope,
        TemplateName.FOLLOW_UP_DUE,
        role(_VISITORS[visit.visitor_level]),
        about=visit.follow_up_id,
        parameters={"number": visit.ticket_number, "room_code": visit.room_code or "-"},
    )


async def tell_sample_scored(
    post: PostOffice, tx: Transaction, envelope: CloudEvent, sample: QualitySampleScored
) -> None:
    """Nothing is used before the member has seen it (T-30)."""
    await compose_message(
        tx,
        post,
        envelope,
        TemplateName.QUALITY_SAMPLE_SCORED,
        account(sample.member_id),
        about=sample.sample_id,
        parameters={"number": sample.ticket_number, "month": sample.month},
    )
