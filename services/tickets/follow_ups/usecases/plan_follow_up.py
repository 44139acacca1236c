"""Plan the visit after a closed ticket. Source: handbook T-16 … T-18."""

from services.tickets.domain.months import Month
from services.tickets.domain.sampling import score
from services.tickets.follow_ups import repository as follow_ups
from services.tickets.follow_ups.domain.visits import (
    Case,
    FollowUpPolicy,
    FollowUpStatus,
    SoFar,
    Visit,
    class_of,
    plan_visit,
)
from services.tickets.follow_ups.models import FollowUp, SampleDraw
from services.tickets.policies.repository import find_policy
from services.tickets.policies.usecases.reading import follow_up_policy_of
from services.tickets.replicas import repository as replicas
from services.tickets.replicas.usecases.calendars import calendar_of
from services.tickets.requests.domain.intake import Category, Department, Severity
from services.tickets.requests.models import Ticket
from services.tickets.weather import repository as weather
from shared.kernel.business_calendar import BusinessCalendar
from shared.kernel.ids import new_id
from shared.runtime.unit_of_work import Transaction


async def plan_follow_up(tx: Transaction, ticket: Ticket) -> None:
    """One visit if the sample takes the ticket; the ticket keeps the answer, for the coverage reached."""
    community = await replicas.find_community(tx.session, ticket.community_id)
    policy = follow_up_policy_of(await find_policy(tx.session, ticket.community_id), ticket.community_id)

    case = Case(
        ticket_id=ticket.id,
        category=Category(ticket.category),
        severity=Severity(ticket.severity),
        department=Department(ticket.department),
        rework_count=ticket.rework_count,
        completed_at=ticket.completed_at or tx.now,
        is_leak=ticket.is_leak,
    )
    visit, so_far = await _visit_of(tx, case, policy, calendar_of(community), ticket)
    ticket.is_sampled = visit is not None
    tx.session.add(_draw_of(tx, ticket, case, policy, visit, so_far))
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
            rain_awaited_since=case.completed_at if visit.awaits_rain else None,
            failed_attempts=0,
            causes=[cause.value for cause in visit.causes],
        )
    )


def _draw_of(
    tx: Transaction, ticket: Ticket, case: Case, policy: FollowUpPolicy, visit: Visit | None, so_far: SoFar | None
) -> SampleDraw:
    """Kept of every ticket, so that those left out can be checked too."""
    return SampleDraw(
        ticket_id=ticket.id,
        community_id=ticket.community_id,
        drawn_at=tx.now,
        seed=policy.seed,
        score=score(policy.seed, ticket.id),
        coverage_class=class_of(case.category).value,
        percent=policy.percent(case.category),
        on_site_percent=policy.on_site_percent,
        month_closed=so_far.closed if so_far else None,
        month_planned=so_far.planned if so_far else None,
        causes=[cause.value for cause in visit.causes] if visit else [],
    )


async def _visit_of(
    tx: Transaction, case: Case, policy: FollowUpPolicy, calendar: BusinessCalendar, ticket: Ticket
) -> tuple[Visit | None, SoFar | None]:
    """With what the month had, which is counted over only where the draw leaves the ticket out."""
    rained_at = None
    if case.is_leak:
        rained_at = await weather.first_rain_after(tx.session, ticket.community_id, case.completed_at)
    visit = plan_visit(case, policy, calendar, rained_at=rained_at)
    if visit is not None:
        return visit, None
    since, _ = Month.of(calendar.date_of(tx.now)).span(calendar.time_zone)
    so_far = await follow_ups.class_so_far(tx.session, ticket, class_of(case.category), since)
    return plan_visit(case, policy, calendar, so_far=so_far, rained_at=rained_at), so_far
