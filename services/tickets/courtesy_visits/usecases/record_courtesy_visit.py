"""Record a visit that was made, planned or of our own accord. Source: handbook T-24."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from services.tickets.courtesy_visits import repository as courtesy
from services.tickets.courtesy_visits.domain.errors import (
    NobodyLivesThere,
    VisitedThisMonth,
    VisitInTheFuture,
    VisitLongAgo,
    VisitOutsideItsMonth,
)
from services.tickets.courtesy_visits.domain.plans import (
    COURTESY_VISITS,
    RECORDED_WITHIN,
    CourtesyAction,
    CourtesyStatus,
)
from services.tickets.courtesy_visits.models import CourtesyVisit
from services.tickets.courtesy_visits.schemas import UnplannedVisit, VisitTold, WantedTicket
from services.tickets.domain.months import Month
from services.tickets.inserting import insert_new
from services.tickets.replicas import repository as replicas
from services.tickets.replicas.usecases.calendars import calendar_of
from services.tickets.requests.domain.intake import Source
from services.tickets.requests.schemas.intake import TicketOpening
from services.tickets.requests.usecases.open_ticket import open_ticket
from shared.kernel.errors import DomainError
from shared.kernel.ids import new_id
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def record_planned(tx: Transaction, caller: Caller, visit_id: str, told: VisitTold) -> CourtesyVisit:
    """What was said, and the ticket that was asked for.

    Raises IllegalTransition, VisitInTheFuture, VisitOutsideItsMonth; refusals of the ticket point into `/ticket`.
    """
    visit = await courtesy.load_visit(tx.session, visit_id, caller.communities, for_change=True)
    tx.guard(visit)
    visit.status = COURTESY_VISITS.next(CourtesyStatus(visit.status), CourtesyAction.RECORD)
    visited_at = _visited_at(tx, told)
    calendar = calendar_of(await replicas.find_community(tx.session, visit.community_id))
    if Month.of(calendar.date_of(visited_at)).first_day != visit.month:
        raise VisitOutsideItsMonth(pointer="/visited_at", month=str(Month.of(visit.month)))
    await _enter(tx, caller, visit, told, visited_at)
    return visit


async def record_unplanned(tx: Transaction, caller: Caller, told: UnplannedVisit) -> CourtesyVisit:
    """It counts like a planned one.

    Raises NobodyLivesThere, VisitedThisMonth, VisitInTheFuture, VisitLongAgo; those of the ticket point into `/ticket`.
    """
    community_id = caller.community(told.community_id)
    calendar = calendar_of(await replicas.find_community(tx.session, community_id))
    home = await courtesy.find_home(tx.session, community_id, told.room_code)
    if home is None:
        raise NobodyLivesThere(pointer="/room_code", room_code=told.room_code)
    household_id, kind = home
    visited_at = _visited_at(tx, told)
    if visited_at < tx.now - RECORDED_WITHIN:
        raise VisitLongAgo(pointer="/visited_at", days=RECORDED_WITHIN.days)

    visit = await insert_new(
        tx.session,
        CourtesyVisit(
            id=new_id(),
            community_id=community_id,
            created_at=tx.now,
            version=1,
            event_sequence=0,
            month=Month.of(calendar.date_of(visited_at)).first_day,
            kind=kind.value,
            household_id=household_id,
            room_code=told.room_code,
            is_planned=False,
            status=CourtesyStatus.MADE.value,
        ),
    )
    if visit is None:
        raise VisitedThisMonth(pointer="/room_code", room_code=told.room_code)
    await _enter(tx, caller, visit, told, visited_at)
    return visit


async def _enter(tx: Transaction, caller: Caller, visit: CourtesyVisit, told: VisitTold, visited_at: datetime) -> None:
    visit.visited_at = visited_at
    visit.visited_by = caller.account_id
    visit.spoke_with = told.spoke_with
    visit.said = told.said
    if told.ticket is not None:
        caller.require("tickets:open")
        with _inside("/ticket"):
            ticket = await open_ticket(tx, caller, _opening(visit, told.ticket))
        visit.ticket_id = ticket.id


@contextmanager
def _inside(prefix: str) -> Iterator[None]:
    """What is refused of a part is named by its place in the whole body."""
    try:
        yield
    except DomainError as refused:
        if refused.pointer is not None:
            refused.pointer = prefix + refused.pointer
        raise


def _visited_at(tx: Transaction, told: VisitTold) -> datetime:
    visited_at = told.visited_at or tx.now
    if visited_at > tx.now:
        raise VisitInTheFuture(pointer="/visited_at")
    return visited_at


def _opening(visit: CourtesyVisit, wanted: WantedTicket) -> TicketOpening:
    """The visitor stood at the door: which of two namesakes asks is certain (T-05)."""
    return TicketOpening(
        **dict(wanted),
        room_code=visit.room_code,
        source=Source.COLLECTED,
        room_confirmed=True,
        community_id=visit.community_id,
    )
