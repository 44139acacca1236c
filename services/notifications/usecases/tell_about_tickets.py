"""Messages about tickets and follow-up visits. Source: handbook T-01, T-03, T-04, T-09, T-16, events.md."""

from services.notifications.channels import PostOffice
from services.notifications.domain.templates import TemplateName
from services.notifications.domain.ticket_words import (
    CATEGORIES,
    CLOCKS,
    DEPARTMENTS,
    DUTIES,
    MATTERS,
    SEVERITIES,
    word,
)
from services.notifications.usecases.compose_message import account, compose_message, household, role
from shared.contracts.envelope import CloudEvent
from shared.contracts.tickets import (
    FollowUpDue,
    QualitySampleScored,
    TicketBreached,
    TicketBreachNear,
    TicketClosed,
    TicketDispatched,
    TicketHandedOver,
    TicketOpened,
    TicketQuoted,
)
from shared.contracts.tickets.requests import TicketState
from shared.kernel.money import yuan
from shared.kernel.text import DEFAULT_LOCALE
from shared.runtime.unit_of_work import Transaction

_VISITORS = {"staff": "service_assistant", "lead": "service_lead", "manager": "manager"}


def _named(ticket: TicketState) -> dict[str, str]:
    """What every message names a ticket by."""
    return {"number": ticket.number, "room_code": ticket.room_code or "-"}


async def tell_opened(post: PostOffice, tx: Transaction, envelope: CloudEvent, ticket: TicketOpened) -> None:
    """The requester's household hears that it was received; of an important one the lead hears what it is, of a major
    one the manager too (T-03).
    """
    if ticket.household_id:
        await compose_message(
            tx,
            post,
            envelope,
            TemplateName.TICKET_OPENED,
            household(ticket.household_id),
            about=ticket.ticket_id,
            parameters=_named(ticket),
        )
    if ticket.nature != "important":
        return
    words = {
        **_named(ticket),
        "category": word(CATEGORIES, ticket.category).pick(DEFAULT_LOCALE),
        "severity": word(SEVERITIES, ticket.severity).pick(DEFAULT_LOCALE),
        "department": word(DEPARTMENTS, ticket.department).pick(DEFAULT_LOCALE),
        "matter": word(MATTERS, ticket.matter).pick(DEFAULT_LOCALE) if ticket.matter else "",
    }
    for duty in ("service_lead", "manager") if ticket.severity == "major" else ("service_lead",):
        await compose_message(
            tx, post, envelope, TemplateName.TICKET_IMPORTANT, role(duty), about=ticket.ticket_id, parameters=words
        )


async def tell_dispatched(post: PostOffice, tx: Transaction, envelope: CloudEvent, ticket: TicketDispatched) -> None:
    """The assignee hears of the work order, or the department that is to take it up; and who accompanies it (T-04)."""
    words = {**_named(ticket), "department": word(DEPARTMENTS, ticket.department).pick(DEFAULT_LOCALE)}
    told = []
    if ticket.assignee_id:
        told.append((TemplateName.TICKET_ASSIGNED, account(ticket.assignee_id)))
    elif ticket.department in DUTIES:
        told.append((TemplateName.TICKET_WAITS, role(DUTIES[ticket.department])))
    if ticket.companion_id and ticket.companion_id != ticket.assignee_id:
        told.append((TemplateName.TICKET_ACCOMPANIED, account(ticket.companion_id)))
    for template, to in told:
        await compose_message(tx, post, envelope, template, to, about=ticket.ticket_id, parameters=words)


async def tell_handed_over(post: PostOffice, tx: Transaction, envelope: CloudEvent, ticket: TicketHandedOver) -> None:
    """The new owner hears of it, unless it took the request over itself (T-01)."""
    if ticket.owner_id != envelope.actor:
        await compose_message(
            tx,
            post,
            envelope,
            TemplateName.TICKET_HANDED_OVER,
            account(ticket.owner_id),
            about=ticket.ticket_id,
            parameters=_named(ticket),
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
    """The household hears the result and is asked whether it is satisfied; so do those whose tickets went into it."""
    if ticket.outcome != "solved":
        return
    if ticket.household_id:
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
    for joined in ticket.merged_households:
        if joined.household_id != ticket.household_id:
            await compose_message(
                tx,
                post,
                envelope,
                TemplateName.TICKET_CLOSED_JOINED,
                household(joined.household_id),
                about=ticket.ticket_id,
                parameters={"number": joined.ticket_number, "joined_to": ticket.number},
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
