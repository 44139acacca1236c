"""What the desk's composed pages ask: the caller's tickets, and what today needs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, false, func, not_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from services.tickets.follow_ups.domain.visits import WAITING
from services.tickets.follow_ups.models import FollowUp
from services.tickets.replicas.models import RoomReplica
from services.tickets.requests.domain.appointments import ARRIVAL_CHECK_AFTER, AWAITED, CONFIRM_BEFORE, VISITED
from services.tickets.requests.domain.lifecycle import UNCLOSED, Status
from services.tickets.requests.models import Ticket, TicketClock
from services.tickets.requests.repository.scope import Scope

_OPEN = Ticket.status.in_([status.value for status in UNCLOSED])


async def tickets_of_caller(
    session: AsyncSession, scope: Scope, community_id: str, *, room_code: str | None, household_id: str | None
) -> ColumnElement[bool]:
    """The condition that a ticket is the caller's: of the room, or of the household. One query for the room."""
    whose: list[ColumnElement[bool]] = []
    if room_code is not None:
        room = select(RoomReplica.id).where(RoomReplica.community_id == community_id, RoomReplica.code == room_code)
        room_id = await session.scalar(room)
        if room_id is not None:  # `= NULL` would become IS NULL: everybody's tickets without a room
            whose.append(Ticket.room_id == room_id)
    if household_id is not None:
        whose.append(Ticket.household_id == household_id)
    return and_(scope.clause(), Ticket.community_id == community_id, or_(false(), *whose))


async def open_tickets(session: AsyncSession, whose: ColumnElement[bool], limit: int) -> Sequence[Ticket]:
    """Newest first, with clocks. Two queries."""
    wanted = select(Ticket).where(whose, _OPEN).options(selectinload(Ticket.clocks))
    return (await session.scalars(wanted.order_by(Ticket.opened_at.desc(), Ticket.id.desc()).limit(limit))).all()


async def last_closed(session: AsyncSession, whose: ColumnElement[bool]) -> Ticket | None:
    """The one closed last, with clocks. Two queries."""
    wanted = select(Ticket).where(whose, Ticket.status == Status.CLOSED).options(selectinload(Ticket.clocks))
    return await session.scalar(wanted.order_by(Ticket.closed_at.desc()).limit(1))


async def count_by_status(session: AsyncSession, scope: Scope, community_id: str) -> dict[str, int]:
    """Open tickets per status: closed ones are never counted over."""
    wanted = (
        select(Ticket.status, func.count())
        .where(scope.clause(), Ticket.community_id == community_id, _OPEN)
        .group_by(Ticket.status)
    )
    return dict((await session.execute(wanted)).all())


@dataclass(frozen=True, slots=True)
class RunningClock:
    """A clock with the ticket it belongs to."""

    ticket_id: str
    number: str
    room_code: str | None
    clock: str
    due_at: datetime
    breached_at: datetime | None


async def clocks(
    session: AsyncSession, scope: Scope, community_id: str, *, breached: bool, limit: int
) -> list[RunningClock]:
    """Unmet clocks of open tickets: those that ran out, or those that run and are not paused; earliest first."""
    wanted = (
        select(
            Ticket.id,
            Ticket.number,
            Ticket.room_code,
            TicketClock.clock,
            TicketClock.due_at,
            TicketClock.breached_at,
        )
        .join(TicketClock, TicketClock.ticket_id == Ticket.id)
        .where(
            scope.clause(),
            Ticket.community_id == community_id,
            _OPEN,
            TicketClock.met_at.is_(None),
            TicketClock.breached_at.is_not(None) if breached else TicketClock.next_at.is_not(None),
        )
        .order_by(TicketClock.due_at)
        .limit(limit)
    )
    return [RunningClock(*row) for row in (await session.execute(wanted)).all()]


async def arrivals_to_check(
    session: AsyncSession, scope: Scope, community_id: str, now: datetime, limit: int
) -> Sequence[Ticket]:
    """Somebody is to go there, and nobody was on site 15 min after the last dispatch or the agreed time (T-07).

    Who waits for the other side is not late. What was checked since is left out: for good where somebody was there,
    for another 15 min where nobody was. Longest awaited first.
    """
    sent_at = func.coalesce(Ticket.sent_at, Ticket.dispatched_at)
    awaited_at = case((Ticket.appointment_at > sent_at, Ticket.appointment_at), else_=sent_at)
    late_by = now - ARRIVAL_CHECK_AFTER
    is_checked = and_(
        Ticket.arrival_checked_at >= awaited_at,
        or_(Ticket.arrival_found.is_(True), Ticket.arrival_checked_at > late_by),
    )
    wanted = select(Ticket).where(
        scope.clause(),
        Ticket.community_id == community_id,
        Ticket.status.in_([status.value for status in AWAITED]),
        or_(Ticket.category.in_([it.value for it in VISITED]), Ticket.appointment_at.is_not(None)),
        awaited_at < late_by,
        Ticket.paused_at.is_(None),
        or_(Ticket.arrival_checked_at.is_(None), not_(is_checked)),
    )
    return (await session.scalars(wanted.order_by(awaited_at, Ticket.id).limit(limit))).all()


async def appointments_to_confirm(
    session: AsyncSession, scope: Scope, community_id: str, now: datetime, limit: int
) -> Sequence[Ticket]:
    """Agreed times that begin within 15 min and were not confirmed with both sides yet (T-07)."""
    wanted = select(Ticket).where(
        scope.clause(),
        Ticket.community_id == community_id,
        _OPEN,
        Ticket.appointment_at >= now,
        Ticket.appointment_at <= now + CONFIRM_BEFORE,
        or_(Ticket.both_confirmed_for.is_(None), Ticket.both_confirmed_for != Ticket.appointment_at),
    )
    return (await session.scalars(wanted.order_by(Ticket.appointment_at).limit(limit))).all()


async def follow_ups_due(session: AsyncSession, community_id: str, now: datetime) -> int:
    """Visits to make now."""
    wanted = select(func.count()).where(
        FollowUp.community_id == community_id, FollowUp.status.in_(WAITING), FollowUp.due_at <= now
    )
    return await session.scalar(wanted) or 0
