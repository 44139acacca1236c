"""What the gateway's front-desk pages ask of tickets; not for others."""

from typing import Annotated

from fastapi import APIRouter, Depends

from services.tickets import repository
from services.tickets.escalations import repository as escalations
from services.tickets.escalations.domain.ladder import SHOWN_BEFORE
from services.tickets.escalations.repository import SlipFilter
from services.tickets.escalations.schemas import SlipLine
from services.tickets.promises import repository as promises
from services.tickets.promises.repository import PromiseFilter
from services.tickets.promises.schemas import DeskPromises, PromiseLine
from services.tickets.requests.domain.lifecycle import Status
from services.tickets.requests.domain.progress import Audience
from services.tickets.requests.repository import care
from services.tickets.requests.repository.scope import Scope
from services.tickets.requests.schemas import TicketView
from services.tickets.requests.schemas.care import ProgressLine
from services.tickets.requests.usecases.advancing import standing_of
from services.tickets.schemas import CallerTickets, ClockLine, SurveyVisitLine, TicketLine, Today
from services.tickets.surveys import repository as surveys
from shared.runtime.http.fields import Code, Identifier
from shared.runtime.http.reading import Reader, reader_of
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix="/internal/front-desk", include_in_schema=False)
_SHOWN = 20


@routes.get("/caller-card")
async def caller_card(
    caller: Annotated[Caller, needs("tickets:read")],
    reader: Annotated[Reader, Depends(reader_of)],
    room_code: Code | None = None,
    household_id: Identifier | None = None,
    community_id: Identifier | None = None,
) -> CallerTickets:
    """Open tickets of the room or household, and the one closed last. Five queries."""
    community = caller.community(community_id)
    viewer = standing_of(caller)
    scope = Scope([community], viewer)
    async with reader.session() as session:
        whose = await repository.tickets_of_caller(
            session, scope, community, room_code=room_code, household_id=household_id
        )
        opened = await repository.open_tickets(session, whose, _SHOWN)
        closed = await repository.last_closed(session, whose)
    return CallerTickets(
        open=[TicketView.of(ticket, viewer) for ticket in opened],
        last_closed=TicketView.of(closed, viewer) if closed else None,
    )


@routes.get("/today")
async def today(
    caller: Annotated[Caller, needs("tickets:read")],
    reader: Annotated[Reader, Depends(reader_of)],
    community_id: Identifier | None = None,
) -> Today:
    """Counts, clocks, arrivals and appointments to see to, visits, reports, promises and slips due. Sixteen
    queries.
    """
    community = caller.community(community_id)
    scope = Scope([community], standing_of(caller))
    async with reader.session() as session:
        by_status = await repository.count_by_status(session, scope, community)
        overdue = await repository.clocks(session, scope, community, breached=True, limit=_SHOWN)
        due_next = await repository.clocks(session, scope, community, breached=False, limit=_SHOWN)
        arrivals = await repository.arrivals_to_check(session, scope, community, reader.now, _SHOWN)
        appointments = await repository.appointments_to_confirm(session, scope, community, reader.now, _SHOWN)
        reports = {
            audience: (
                await care.progress_due(session, scope, audience, reader.now, owner_id=None, cursor=None, limit=_SHOWN)
            )[0]
            for audience in Audience
        }
        waiting_for = {
            audience: await care.count_progress_due(session, scope, audience, reader.now) for audience in Audience
        }
        visits = None
        if caller.may("follow_ups:read"):
            visits = await repository.follow_ups_due(session, community, reader.now)
        owed, waiting = None, None
        if caller.may("surveys:read"):
            rows, waiting = await surveys.visits_owed(session, community, _SHOWN)
            owed = [SurveyVisitLine.of(visit, reader.now) for visit in rows]
        due, broken = None, None
        if caller.may("promises:read"):
            now_due = PromiseFilter([community], standing_of(caller), due_by=reader.now)
            promised, _ = await promises.list_promises(session, now_due, cursor=None, limit=_SHOWN)
            due = [PromiseLine.of(promise) for promise in promised]
            broken = (await promises.count_unsettled(session, [community], standing_of(caller))).broken
        shown_by = SlipFilter(scope, is_open=True, overdue_by=reader.now + SHOWN_BEFORE)
        slips, _ = await escalations.list_slips(session, shown_by, cursor=None, limit=_SHOWN)
        late = await escalations.count_slips(session, SlipFilter(scope, is_open=True, overdue_by=reader.now))
    return Today(
        by_status=by_status,
        awaiting_dispatch=by_status.get(Status.OPENED, 0),
        overdue=[ClockLine.of(running) for running in overdue],
        due_next=[ClockLine.of(running) for running in due_next],
        arrivals_to_check=[TicketLine.of(ticket) for ticket in arrivals],
        appointments_to_confirm=[TicketLine.of(ticket) for ticket in appointments],
        follow_ups_due=visits,
        progress_reports_waiting=waiting_for[Audience.REQUESTER],
        progress_due=[ProgressLine.of(ticket, Audience.REQUESTER) for ticket in reports[Audience.REQUESTER]],
        inquiries_waiting=waiting_for[Audience.HOUSE],
        inquiries_due=[ProgressLine.of(ticket, Audience.HOUSE) for ticket in reports[Audience.HOUSE]],
        survey_visits_waiting=waiting,
        survey_visits_due=owed,
        promises_due=due,
        promises_broken=broken,
        slips_due=[SlipLine.of(slip) for slip in slips],
        slips_overdue=late,
    )


@routes.get("/promises")
async def promises_(
    caller: Annotated[Caller, needs("promises:read")],
    reader: Annotated[Reader, Depends(reader_of)],
    community_id: Identifier | None = None,
) -> DeskPromises:
    """How many wait, and which come next, the broken ones first (handbook T-27). Two queries."""
    community = caller.community(community_id)
    viewer = standing_of(caller)
    async with reader.session() as session:
        waiting = await promises.count_unsettled(session, [community], viewer)
        rows = await promises.due_next(session, [community], viewer, _SHOWN)
    return DeskPromises(
        proposed=waiting.proposed,
        open=waiting.open,
        due=waiting.due,
        broken=waiting.broken,
        next=[PromiseLine.of(promise) for promise in rows],
    )
