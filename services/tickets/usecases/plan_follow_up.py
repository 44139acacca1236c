"""Plan the visit after a closed ticket. Source: handbook T-16 … T-18."""

from services.tickets.domain.follow_up import Case, FollowUpStatus, plan_visit
from services.tickets.domain.intake import Category, Department, Severity
from services.tickets.models import FollowUp, Ticket
from services.tickets.repository import replicas
from services.tickets.usecases.calendars import calendar_of
from services.tickets.usecases.policies import follow_up_policy_of
from shared.kernel.ids import new_id
from shared.runtime.unit_of_work import Transaction


async def plan_follow_up(tx: Transaction, ticket: Ticket) -> None:
    """One visit if the sample takes the ticket; the ticket keeps the answer, for the coverage reached."""
    community = await replicas.find_community(tx.session, ticket.community_id)
    policy = follow_up_policy_of(await replicas.find_policy(tx.session, ticket.community_id))

    case = Case(
        ticket_id=ticket.id,
        category=Category(ticket.category),
        severity=Severity(ticket.severity),
        department=Department(ticket.department),
        rework_count=ticket.rework_count,
        completed_at=ticket.completed_at or tx.now,
    )
    visit = plan_visit(case, policy, calendar_of(community))
    ticket.is_sampled = visit is not None
    if visit is None:
        return

    tx.session.add(
        FollowUp(
            id=new_id(),
            community_id=ticket.community_id,
            created_at=tx.now,
            version=1,
            event_sequence=0,
            ticket_id=ticket.id,
            ticket_number=ticket.number,
            category=ticket.category,
            room_code=ticket.room_code,
            household_id=ticket.household_id,
            visitor_level=visit.level,
            on_site_required=visit.on_site,
            status=FollowUpStatus.SCHEDULED,
            due_at=visit.due_at,
            latest_at=visit.latest_at,
            failed_attempts=0,
        )
    )
