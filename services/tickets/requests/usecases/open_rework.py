"""Open what an unsatisfied follow-up asks for. Source: handbook T-19."""

from services.tickets.policies.usecases.reading import rules_of
from services.tickets.replicas import repository as replicas
from services.tickets.requests.domain.history import Step
from services.tickets.requests.domain.intake import Category, Severity
from services.tickets.requests.domain.limits import due_times
from services.tickets.requests.models import Ticket
from services.tickets.requests.repository import intake
from services.tickets.requests.usecases.advancing import record
from services.tickets.requests.usecases.taking_in import take_in
from shared.runtime.unit_of_work import Transaction


async def open_rework(tx: Transaction, original: Ticket, *, owner_id: str, reason: str | None) -> Ticket:
    """The same request anew, linked, to be dispatched within 24 hours; its closing plans the next visit."""
    community = await replicas.find_community(tx.session, original.community_id)
    rules = rules_of(community)
    due = due_times(Category(original.category), Severity(original.severity), tx.now, rules, is_rework=True)
    number = await intake.next_number(tx.session, original.community_id, rules.calendar.date_of(tx.now))

    rework = await take_in(
        tx,
        due,
        community_id=original.community_id,
        number=number,
        room_id=original.room_id,
        room_code=original.room_code,
        building=original.building,
        household_id=original.household_id,
        category=original.category,
        severity=original.severity,
        source=original.source,
        department=original.department,
        summary=original.summary,
        description=reason,
        requester_name=original.requester_name,
        requester_phone=original.requester_phone,
        owner_id=owner_id,
        is_leak=original.is_leak,
        rework_of=original.id,
        rework_count=original.rework_count + 1,
    )
    record(tx, original, Step.REWORK, owner_id, number=number)
    return rework
