"""Give a part of a matter a ticket of its own. Source: handbook T-01, T-08."""

from services.tickets.policies.usecases.reading import rules_of
from services.tickets.replicas import repository as replicas
from services.tickets.requests.domain.clocks import Clock
from services.tickets.requests.domain.history import Step
from services.tickets.requests.domain.intake import Category, Severity, department_for, severities_of
from services.tickets.requests.domain.lifecycle import Action
from services.tickets.requests.domain.limits import due_times
from services.tickets.requests.domain.severities import check_severity
from services.tickets.requests.models import Ticket
from services.tickets.requests.repository import intake
from services.tickets.requests.schemas.joining import Splitting
from services.tickets.requests.usecases.advancing import advance, load_for_change, record
from services.tickets.requests.usecases.taking_in import take_in
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def split_ticket(tx: Transaction, caller: Caller, ticket_id: str, part: Splitting) -> Ticket:
    """The new ticket, linked, of the same requester and owner. It was received with the first one, so its reply and
    settlement are due as if it had been taken in then (T-08); only its dispatch counts from now.

    Raises SeverityNotOfCategory.
    """
    original = await load_for_change(tx, caller, ticket_id)
    category, severity = _kind(original, part)
    rules = rules_of(await replicas.find_community(tx.session, original.community_id))
    due = due_times(category, severity, original.opened_at, rules)
    due[Clock.DISPATCH] = due_times(category, severity, tx.now, rules)[Clock.DISPATCH]
    number = await intake.next_number(tx.session, original.community_id, rules.calendar.date_of(tx.now))

    made = await take_in(
        tx,
        due,
        community_id=original.community_id,
        number=number,
        room_id=original.room_id,
        room_code=original.room_code,
        building=original.building,
        household_id=original.household_id,
        category=category,
        severity=severity,
        source=original.source,
        department=_department(original, part, category),
        summary=part.summary,
        description=part.description,
        requester_name=original.requester_name,
        requester_phone=original.requester_phone,
        owner_id=original.owner_id,
        split_from=original.id,
    )
    advance(tx, original, Action.SPLIT, caller.account_id, note=part.note, number=number)
    record(tx, made, Step.SPLIT_FROM, caller.account_id, number=original.number)
    return made


def _kind(original: Ticket, part: Splitting) -> tuple[Category, Severity]:
    """Another category that does not know the first one's severity begins as minor. Raises SeverityNotOfCategory."""
    category = part.category or Category(original.category)
    severity = part.severity or Severity(original.severity)
    if part.severity is None and severity not in severities_of(category):
        severity = Severity.MINOR
    check_severity(category, severity)
    return category, severity


def _department(original: Ticket, part: Splitting, category: Category) -> str:
    if part.department is not None:
        return part.department
    return original.department if category == original.category else department_for(category)
