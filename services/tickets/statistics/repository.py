"""Every query of the statistics: set-based, and seven whatever the month holds. Source: handbook T-22.

Tickets are reached by `ix_tickets_newest` (community, opened_at) and `ix_tickets_closed` (community, closed_at), so
that a month costs what it holds and not what the database holds.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, and_, case, func, literal, null, or_, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, aliased

from services.tickets.follow_ups.domain.visits import FollowUpStatus
from services.tickets.follow_ups.models import FollowUp
from services.tickets.replicas.models import RoomReplica
from services.tickets.requests.domain.clocks import Clock
from services.tickets.requests.domain.intake import Category
from services.tickets.requests.domain.lifecycle import Action, Outcome
from services.tickets.requests.models import Ticket, TicketClock, TicketStep
from services.tickets.statistics.domain.figures import NO_BUILDING, ClockCount, Counted, Finished, Visited
from services.tickets.statistics.domain.months import Span

Moment = InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None]

_JUDGED = (Clock.RESPOND.value, Clock.SETTLE.value)
_VALID = or_(Ticket.outcome.is_(None), Ticket.outcome == Outcome.SOLVED.value)
_COMPLAINT = Ticket.category == Category.COMPLAINT.value


def _per_span(wanted: Select[*tuple[Any, ...]], moment: Moment, spans: Sequence[Span]) -> Subquery:
    """The rows of each span, with its place as `period`.

    A range of the index for each under UNION ALL: of ranges joined by OR, SQLite reads the whole community.
    """
    parts = (
        wanted.add_columns(literal(place).label("period")).where(moment >= span.since, moment < span.until)
        for place, span in enumerate(spans)
    )
    return union_all(*parts).subquery()


def _solved(community_id: str) -> list[ColumnElement[bool]]:
    return [Ticket.community_id == community_id, Ticket.outcome == Outcome.SOLVED.value]


def _times(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """How often the condition holds; 0 of no row at all."""
    return func.count(case((condition, 1)))


async def count_tickets(session: AsyncSession, community_id: str, spans: Sequence[Span]) -> list[Counted]:
    """Tickets taken in in the spans, by everything that they are counted by at once. One query."""
    wanted = (
        select(
            Ticket.category,
            Ticket.nature,
            Ticket.severity,
            Ticket.source,
            Ticket.department,
            func.coalesce(RoomReplica.building, NO_BUILDING).label("building"),
            case((_COMPLAINT, func.coalesce(Ticket.matter, "")), else_="").label("matter"),
            case((_VALID, 1), else_=null()).label("valid"),
        )
        .outerjoin(RoomReplica, RoomReplica.id == Ticket.room_id)
        .where(Ticket.community_id == community_id)
    )
    each = _per_span(wanted, Ticket.opened_at, spans)
    keys = [each.c.period, *(column for column in each.c if column.name not in {"period", "valid"})]
    counted: Select[Any] = select(*keys, func.count(), func.count(each.c.valid)).group_by(*keys)
    return [Counted(*row) for row in (await session.execute(counted)).all()]


async def count_trend(
    session: AsyncSession, community_id: str, spans: Sequence[Span]
) -> Sequence[tuple[int, str, int]]:
    """Place of the span, category, tickets taken in. One query."""
    wanted = select(Ticket.category, func.count().label("taken_in")).where(Ticket.community_id == community_id)
    each = _per_span(wanted.group_by(Ticket.category), Ticket.opened_at, spans)
    rows = (await session.execute(select(each.c.period, each.c.category, each.c.taken_in))).all()
    return [(period, category, count) for period, category, count in rows]


async def count_clocks(
    session: AsyncSession, community_id: str, spans: Sequence[Span], now: datetime
) -> list[ClockCount]:
    """Replies and settlements in time and late, of what was not dismissed; late too where no timer looked yet."""
    breached = or_(TicketClock.breached_at.is_not(None), and_(TicketClock.met_at.is_(None), TicketClock.due_at < now))
    wanted = (
        select(
            Ticket.category,
            TicketClock.clock,
            case((breached, 1), else_=null()).label("late"),
            case((and_(TicketClock.met_at.is_not(None), TicketClock.breached_at.is_(None)), 1), else_=null()).label(
                "in_time"
            ),
        )
        .join(TicketClock, TicketClock.ticket_id == Ticket.id)
        .where(Ticket.community_id == community_id, _VALID, TicketClock.clock.in_(_JUDGED))
    )
    each = _per_span(wanted, Ticket.opened_at, spans)
    keys = (each.c.period, each.c.category, each.c.clock)
    counted = select(*keys, func.count(each.c.in_time), func.count(each.c.late)).group_by(*keys)
    return [ClockCount(*row) for row in (await session.execute(counted)).all()]


async def count_finished(session: AsyncSession, community_id: str, spans: Sequence[Span]) -> list[Finished]:
    """Repairs closed as solved, and how often they were done again: sent back at closing, or after the visit (T-11,
    T-19). One query.
    """
    again = aliased(Ticket)
    sent_back = (
        select(func.count())
        .select_from(TicketStep)
        .where(TicketStep.ticket_id == Ticket.id, TicketStep.action == Action.REOPEN.value)
        .correlate(Ticket)
        .scalar_subquery()
    )
    reworked = select(func.count()).select_from(again).where(again.rework_of == Ticket.id).correlate(Ticket)
    wanted = select((sent_back + reworked.scalar_subquery()).label("reworks")).where(
        *_solved(community_id), Ticket.category == Category.REPAIR.value
    )
    each = _per_span(wanted, Ticket.closed_at, spans)
    counted = select(each.c.period, func.count(), func.sum(each.c.reworks), _times(each.c.reworks == 0)).group_by(
        each.c.period
    )
    return [
        Finished(period, finished, int(reworks), qualified)
        for period, finished, reworks, qualified in (await session.execute(counted)).all()
    ]


async def count_visits(session: AsyncSession, community_id: str, spans: Sequence[Span]) -> list[Visited]:
    """Tickets closed as solved and their visits, by category. One query."""
    wanted = (
        select(Ticket.category, Ticket.id, FollowUp.status, FollowUp.done_at)
        .outerjoin(FollowUp, FollowUp.ticket_id == Ticket.id)
        .where(*_solved(community_id))
    )
    each = _per_span(wanted, Ticket.closed_at, spans)
    visited = case((each.c.done_at.is_not(None), each.c.id))
    keys = (each.c.period, each.c.category)
    counted = select(
        *keys,
        func.count(each.c.id.distinct()),
        func.count(visited.distinct()),
        _times(each.c.status == FollowUpStatus.SATISFIED.value),
        _times(each.c.status == FollowUpStatus.UNSATISFIED.value),
    ).group_by(*keys)
    return [Visited(*row) for row in (await session.execute(counted)).all()]


@dataclass(frozen=True, slots=True)
class UnsatisfiedRepair:
    """A repair whose visit found the requester unsatisfied."""

    ticket_id: str
    number: str
    room_code: str | None
    summary: str
    reason: str | None
    found_at: datetime
    rework_ticket_id: str | None


async def unsatisfied_repairs(
    session: AsyncSession, community_id: str, span: Span, limit: int
) -> list[UnsatisfiedRepair]:
    """Of the month in which the visit was made, as it happened (T-22). One query."""
    wanted = (
        select(
            Ticket.id,
            Ticket.number,
            Ticket.room_code,
            Ticket.summary,
            FollowUp.reason,
            FollowUp.done_at,
            FollowUp.rework_ticket_id,
        )
        .join(Ticket, Ticket.id == FollowUp.ticket_id)
        .where(
            FollowUp.community_id == community_id,
            FollowUp.status == FollowUpStatus.UNSATISFIED.value,
            FollowUp.category == Category.REPAIR.value,
            FollowUp.done_at >= span.since,
            FollowUp.done_at < span.until,
        )
        .order_by(FollowUp.done_at, FollowUp.id)
        .limit(limit)
    )
    rows: Sequence[Any] = (await session.execute(wanted)).all()
    return [UnsatisfiedRepair(*row) for row in rows]
