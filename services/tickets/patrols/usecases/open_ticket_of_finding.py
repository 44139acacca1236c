"""Open a ticket for what a patrol found. Source: handbook T-25, T-02."""

from services.tickets.patrols.domain.areas import DEPARTMENTS, AreaKind
from services.tickets.patrols.domain.errors import TicketExists
from services.tickets.patrols.domain.findings import FindingAction
from services.tickets.patrols.models import PatrolFinding
from services.tickets.patrols.schemas import TicketOfFinding
from services.tickets.patrols.usecases.settle_finding import hold_finding, move
from services.tickets.policies.usecases.reading import rules_of
from services.tickets.replicas import repository as replicas
from services.tickets.requests.domain.intake import Category, Severity, Source
from services.tickets.requests.domain.limits import due_times
from services.tickets.requests.repository import intake
from services.tickets.requests.usecases.taking_in import take_in
from shared.kernel.phones import parse_phone
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction

_LONGEST_SUMMARY = 200


async def open_ticket_of_finding(
    tx: Transaction, caller: Caller, finding_id: str, body: TicketOfFinding
) -> PatrolFinding:
    """The ticket and the link to it in one transaction. Raises TicketExists, IllegalTransition, NotAPhone."""
    finding = await hold_finding(tx, caller, finding_id)
    if finding.ticket_number is not None:
        raise TicketExists(number=finding.ticket_number)
    phone = parse_phone(body.phone, "/phone")
    rules = rules_of(await replicas.find_community(tx.session, finding.community_id))
    names = await replicas.names_of(tx.session, [caller.account_id])
    number = await intake.next_number(tx.session, finding.community_id, rules.calendar.date_of(tx.now))

    move(tx, caller, finding, FindingAction.OPEN_TICKET, number)
    ticket = await take_in(
        tx,
        due_times(Category.PROBLEM_REPORT, Severity.MINOR, tx.now, rules),
        community_id=finding.community_id,
        number=number,
        category=Category.PROBLEM_REPORT,
        severity=Severity.MINOR,
        source=Source.COLLECTED,
        department=body.department or DEPARTMENTS[AreaKind(finding.kind)],
        summary=f"{finding.area_code} {finding.description}"[:_LONGEST_SUMMARY].replace("\n", " "),
        description=finding.standard,
        requester_name=names.get(caller.account_id, caller.name),
        requester_phone=phone,
        owner_id=caller.account_id,
    )
    finding.ticket_id, finding.ticket_number = ticket.id, number
    return finding
