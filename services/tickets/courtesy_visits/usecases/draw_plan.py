"""Draw whom a month's visits go to. Source: handbook T-24."""

from services.tickets.courtesy_visits import repository as courtesy
from services.tickets.courtesy_visits.domain.errors import MonthIsPlanned
from services.tickets.courtesy_visits.domain.plans import (
    RECENT_MONTHS,
    CourtesyPolicy,
    CourtesyStatus,
    PropertyKind,
    draw_residences,
    offices_in_turn,
    period_start,
)
from services.tickets.courtesy_visits.models import CourtesyPlan, CourtesyVisit
from services.tickets.courtesy_visits.schemas import CourtesyVisitView, PlanDraw, PlanView
from services.tickets.domain.months import Month, MonthIsPast
from services.tickets.inserting import insert_new
from services.tickets.policies.repository import find_policy
from services.tickets.policies.usecases.reading import courtesy_policy_of
from services.tickets.replicas import repository as replicas
from services.tickets.replicas.usecases.calendars import calendar_of
from shared.kernel.ids import new_id
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def draw_plan(tx: Transaction, caller: Caller, asked: PlanDraw) -> PlanView:
    """Once a month. Who has been called on this month already is not drawn. Raises MonthIsPast, MonthIsPlanned."""
    community_id, month = caller.community(asked.community_id), Month.parse(asked.month)
    calendar = calendar_of(await replicas.find_community(tx.session, community_id))
    if month < Month.of(calendar.date_of(tx.now)):
        raise MonthIsPast(pointer="/month", month=str(month))
    policy = courtesy_policy_of(await find_policy(tx.session, community_id))
    drawn = await _drawn(tx, community_id, month, policy)

    residences = policy.residences_a_month
    plan = CourtesyPlan(
        id=new_id(),
        community_id=community_id,
        month=month.first_day,
        seed=community_id,
        residences=residences,
        offices=sum(kind is PropertyKind.OFFICE for kind, _, _ in drawn),
        drawn_at=tx.now,
        drawn_by=caller.account_id,
    )
    if await insert_new(tx.session, plan) is None:
        raise MonthIsPlanned(pointer="/month", month=str(month))
    visits = [_planned(tx, plan, *one) for one in drawn]
    tx.session.add_all(visits)
    return PlanView(
        id=plan.id,
        community_id=community_id,
        month=str(month),
        seed=plan.seed,
        residences_wanted=residences,
        visits=[CourtesyVisitView.of(visit) for visit in visits],
    )


async def _drawn(
    tx: Transaction, community_id: str, month: Month, policy: CourtesyPolicy
) -> list[tuple[PropertyKind, str, str]]:
    """Kind, household and room code of each."""
    present = await courtesy.households_by_kind(tx.session, community_id)
    first, end = month.first_day, month.plus(1).first_day
    this_month = await courtesy.visited_between(tx.session, community_id, first, end)
    recent = await courtesy.visited_between(tx.session, community_id, month.plus(-RECENT_MONTHS).first_day, first)
    homes = present[PropertyKind.RESIDENCE]
    residences = draw_residences(community_id, month, homes.keys() - this_month, recent, policy.residences_a_month)
    offices = present[PropertyKind.OFFICE]
    months = policy.office_period_months
    done = await courtesy.visited_between(tx.session, community_id, period_start(month, months).first_day, end)
    return [
        *((PropertyKind.RESIDENCE, it, homes[it]) for it in residences),
        *((PropertyKind.OFFICE, it, offices[it]) for it in offices_in_turn(community_id, month, offices, done, months)),
    ]


def _planned(
    tx: Transaction, plan: CourtesyPlan, kind: PropertyKind, household_id: str, room_code: str
) -> CourtesyVisit:
    return CourtesyVisit(
        id=new_id(),
        community_id=plan.community_id,
        created_at=tx.now,
        version=1,
        event_sequence=0,
        month=plan.month,
        kind=kind.value,
        household_id=household_id,
        room_code=room_code,
        is_planned=True,
        status=CourtesyStatus.PLANNED.value,
    )
