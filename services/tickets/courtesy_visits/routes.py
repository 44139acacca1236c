"""`/v1/courtesy-visits`. Source: handbook T-24."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path
from fastapi.responses import Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.tickets.courtesy_visits import repository as courtesy
from services.tickets.courtesy_visits.domain.plans import CourtesyPolicy, CourtesyStatus, PropertyKind, period_start
from services.tickets.courtesy_visits.schemas import (
    CourtesyCoverage,
    CourtesyCoverageReport,
    CourtesyVisitView,
    PlanDraw,
    PlanView,
    UnplannedVisit,
    VisitTold,
)
from services.tickets.courtesy_visits.usecases.draw_plan import draw_plan
from services.tickets.courtesy_visits.usecases.record_courtesy_visit import record_planned, record_unplanned
from services.tickets.domain.months import Month
from services.tickets.policies.repository import find_policy
from services.tickets.policies.usecases.reading import courtesy_policy_of
from shared.runtime.http.commands import Command, command_of
from shared.runtime.http.fields import Identifier, MonthName
from shared.runtime.http.paging import Cursor, Limit, Page, paged
from shared.runtime.http.problems import problems
from shared.runtime.http.reading import Reader, reader_of, tagged
from shared.runtime.http.security import Caller, needs

VisitId = Annotated[Identifier, Path(description="The visit's id")]
_Reads = Annotated[Caller, needs("courtesy_visits:read")]
_Records = Annotated[Caller, needs("courtesy_visits:record")]
_Reader = Annotated[Reader, Depends(reader_of)]
_Command = Annotated[Command, Depends(command_of)]

routes = APIRouter(prefix="/v1/courtesy-visits", tags=["courtesy-visits"])


@routes.post(
    "/plans",
    operation_id="courtesy_visits.plan",
    summary="Draw the plan of a month",
    status_code=201,
    response_model=PlanView,
    responses=problems(404, 409),
)
async def plan(body: PlanDraw, caller: Annotated[Caller, needs("courtesy_visits:plan")], command: _Command) -> Response:
    """Residences by number, those called on last year only when no others are left; offices whose turn it is (T-24)."""
    return await command.run(lambda tx: draw_plan(tx, caller, body), view=lambda made: made, status=201)


@routes.post(
    "",
    operation_id="courtesy_visits.record_unplanned",
    summary="Record a visit that no plan asked for",
    status_code=201,
    response_model=CourtesyVisitView,
    responses=problems(404, 409),
)
async def record_other(body: UnplannedVisit, caller: _Records, command: _Command) -> Response:
    """It counts like a planned one; a ticket is opened where one is asked for."""
    return await command.run(lambda tx: record_unplanned(tx, caller, body), view=CourtesyVisitView.of, status=201)


@routes.get("", operation_id="courtesy_visits.list", summary="List visits by room", responses=problems(404))
async def list_(
    caller: _Reads,
    reader: _Reader,
    month: MonthName | None = None,
    status: CourtesyStatus | None = None,
    community_id: Identifier | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[CourtesyVisitView]:
    """One query a page."""
    communities = [caller.community(community_id)] if community_id else caller.communities
    first_day = Month.parse(month).first_day if month else None
    async with reader.session() as session:
        rows, next_cursor = await courtesy.list_visits(
            session, communities, month=first_day, status=status, cursor=cursor, limit=limit
        )
    return paged(rows, next_cursor, CourtesyVisitView.of)


@routes.get("/coverage", operation_id="courtesy_visits.coverage", summary="Coverage reached", responses=problems(404))
async def coverage(
    caller: _Reads,
    reader: _Reader,
    month: MonthName,
    community_id: Identifier | None = None,
) -> CourtesyCoverageReport:
    """Per kind of property beside what is asked of it (handbook T-24). Four queries."""
    community = caller.community(community_id)
    async with reader.session() as session:
        policy = courtesy_policy_of(await find_policy(session, community))
        present = await courtesy.households_by_kind(session, community)
        kinds = [
            await _coverage(session, community, kind, Month.parse(month), policy, len(present[kind]))
            for kind in PropertyKind
        ]
    return CourtesyCoverageReport(month=month, community_id=community, kinds=kinds)


async def _coverage(
    session: AsyncSession, community_id: str, kind: PropertyKind, month: Month, policy: CourtesyPolicy, present: int
) -> CourtesyCoverage:
    is_office = kind is PropertyKind.OFFICE
    months = policy.office_period_months if is_office else 1
    since = period_start(month, months).first_day
    planned, made = await courtesy.count_visits(session, community_id, kind, since, month.plus(1).first_day)
    wanted = present if is_office else min(policy.residences_a_month, present)
    return CourtesyCoverage(
        kind=kind, present=present, wanted=wanted, planned=planned, made=made,
        period_months=months, is_reached=made >= wanted,
    )  # fmt: skip


@routes.get(
    "/{courtesy_visit_id}", operation_id="courtesy_visits.show", summary="Read a visit", responses=problems(404)
)
async def show(courtesy_visit_id: VisitId, response: Response, caller: _Reads, reader: _Reader) -> CourtesyVisitView:
    """The `ETag` is for a later `If-Match`."""
    async with reader.session() as session:
        visit = await courtesy.load_visit(session, courtesy_visit_id, caller.communities)
    tagged(response, visit.version)
    return CourtesyVisitView.of(visit)


@routes.post(
    "/{courtesy_visit_id}/record",
    operation_id="courtesy_visits.record",
    summary="Record a planned visit",
    response_model=CourtesyVisitView,
    responses=problems(404, 409, 412),
)
async def record(courtesy_visit_id: VisitId, body: VisitTold, caller: _Records, command: _Command) -> Response:
    """Who, when, what was said; a ticket is opened where one is asked for (handbook T-24)."""
    return await command.run(lambda tx: record_planned(tx, caller, courtesy_visit_id, body), view=CourtesyVisitView.of)
