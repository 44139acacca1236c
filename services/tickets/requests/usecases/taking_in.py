"""Put a new ticket on the books: row, clocks, first line of history, event."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from services.tickets.escalations.domain.ladder import grow_time
from services.tickets.policies.usecases.reading import escalation_policy_of, progress_policy_of
from services.tickets.replicas import repository as replicas
from services.tickets.replicas.models import CommunityReplica
from services.tickets.replicas.usecases.calendars import calendar_of
from services.tickets.requests.domain.clocks import Clock, Due
from services.tickets.requests.domain.history import Step
from services.tickets.requests.domain.intake import Category, Severity, nature_of
from services.tickets.requests.domain.lifecycle import Status
from services.tickets.requests.domain.matters import Matter, matter_and_place
from services.tickets.requests.domain.progress import next_inquiry, next_report
from services.tickets.requests.domain.settlement import PaymentStatus
from services.tickets.requests.models import Ticket
from services.tickets.requests.models.tickets import search_terms_of
from services.tickets.requests.repository import intake
from services.tickets.requests.usecases.advancing import clock_of, step_of
from services.tickets.requests.usecases.telling import state_of
from shared.contracts.tickets import TicketOpened
from shared.kernel.ids import new_id
from shared.runtime.unit_of_work import Transaction

_NOTHING_YET: Mapping[str, Any] = {
    "billable_fen": 0,
    "charged_fen": 0,
    "paid_fen": 0,
    "rework_count": 0,
    "is_warranty": False,
    "is_leak": False,
}


async def take_in(tx: Transaction, due: Mapping[Clock, Due], **given: Any) -> Ticket:
    """`given` are the row's fields that the request decides; owned by `owner_id` (T-01)."""
    ticket_id = new_id()
    community = await replicas.find_community(tx.session, given["community_id"])  # loaded before: no query
    progress = progress_policy_of(community.policy)
    first_report = next_report(tx.now, tx.now, progress)
    matter, place = matter_and_place(Category(given["category"]), given["summary"], given.get("room_code"))
    ticket = Ticket(
        id=ticket_id,
        created_at=tx.now,
        opened_at=tx.now,
        status=Status.OPENED,
        nature=nature_of(Category(given["category"]), Severity(given["severity"])),
        payment_status=PaymentStatus.NONE,
        matter=matter,
        matter_place=place,
        progress_due_at=first_report,
        progress_tell_at=first_report,
        inquiry_due_at=next_inquiry(tx.now, progress),
        grows_at=grow_time_of(community, given["category"], tx.now),
        version=1,
        event_sequence=0,
        clocks=[clock_of(ticket_id, clock, times) for clock, times in due.items()],
        **{**_NOTHING_YET, **given},
    )
    ticket.search = search_terms_of(ticket)
    # Counts `event_sequence`, so it comes before the row.
    tx.publish(ticket, TicketOpened(**state_of(ticket), matter=_told_matter(ticket)))
    await intake.enter(tx.session, ticket, step_of(tx, ticket, Step.OPEN, ticket.owner_id))
    return ticket


def _told_matter(ticket: Ticket) -> str | None:
    """A code alone: a matter in the desk's own words is free text, which no event carries (events.md)."""
    return ticket.matter if ticket.matter in set(Matter) else None


def grow_time_of(community: CommunityReplica, category: str, opened_at: datetime) -> datetime | None:
    """When it becomes major, counted from receipt; complaints alone grow (T-12)."""
    if category != Category.COMPLAINT:
        return None
    return grow_time(opened_at, calendar_of(community), escalation_policy_of(community.policy))
