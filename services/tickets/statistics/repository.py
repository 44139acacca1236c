"""Every query of a month's figures: set-based, and seven whatever the month holds. Source: handbook T-22.

Tickets are reached by `ix_tickets_newest` (community, opened_at) and `ix_tickets_closed` (community, closed_at), so
that a month costs what it holds and not what the database holds. On PostgreSQL the first of them carries all that is
counted of a ticket taken in (migrations 0016, 0023): its row is not read. `ix_ticket_steps_reopened` has the steps that
send work back and no others.

A rework is our own work done again and no request: it is counted where work done again is counted, and nowhere as a
request taken in or as one that had to be in time or followed up.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Select,
    Subquery,
    and_,
    case,
    func,
    literal,
    literal_column,
    null,
    or_,
    select,
    text,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, aliased

from services.tickets.domain.months import Span
from services.tickets.follow_ups.domain.visits import FollowUpStatus
from services.tickets.follow_ups.models import FollowUp
from services.tickets.requests.domain.clocks import Clock
from services.tickets.requests.domain.intake import Category
from services.tickets.requests.domain.lifecycle import Action, Outcome
from services.tickets.requests.models import Ticket, TicketClock, TicketStep
from services.tickets.statistics.domain.figures import NO_BUILDING, ClockCount, Counted, Finished, Visited

Moment = InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None]

_LATE, _IN_TIME = "late", "in_time"
_JUDGED = (Clock.RESPOND.value, Clock.SETTLE.value)
_VALID = or_(Ticket.outcome.is_(None), Ticket.outcome == Outcome.SOLVED.value)
_REQUEST = Ticket.rework_of.is_(None)
_COMPLAINT = Ticket.category == Category.COMPLAINT.value


async def read_as_it_is(session: AsyncSession) -> None:
    """PostgreSQL would compile these statements, which takes longer than they run; until the end of the reading."""
    if session.get_bind().dialect.name == "postgresql":
        await session.execute(text("SET LOCAL jit = off"))


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
    """Requests taken in in the spans, by everything that they are counted by at once. One query."""
    wanted = select(
        Ticket.category,
        Ticket.nature,
        Ticket.severity,
        Ticket.source,
        Ticket.department,
        func.coalesce(Ticket.building, NO_BUILDING).label("building"),
        case((_COMPLAINT, func.coalesce(Ticket.matter, "")), else_="").label("matter"),
        case((_VALID, 1), else_=null()).label("valid"),
    ).where(Ticket.community_id == community_id, _REQUEST)
    each = _per_span(wanted, Ticket.opened_at, spans)
    keys = [each.c.period, *(column for column in each.c if column.name not in {"period", "valid"})]
    counted: Select[Any] = select(*keys, func.count(), func.count(each.c.valid)).group_by(*keys)
    return [Counted(*row) for row in (await session.execute(counted)).all()]


async def count_trend(
    session: AsyncSession, community_id: str, spans: Sequence[Span]
) -> Sequence[tuple[int, str, int]]:
    """Place of the span, category, requests taken in. One query."""
    wanted = select(Ticket.category, func.count().label("taken_in"))
    mine = wanted.where(Ticket.community_id == community_id, _REQUEST)
    each = _per_span(mine.group_by(Ticket.category), Ticket.opened_at, spans)
    rows = (await session.execute(select(each.c.period, each.c.category, each.c.taken_in))).all()
    return [(period, category, count) for period, category, count in rows]


async def count_clocks(
    session: AsyncSession, community_id: str, spans: Sequence[Span], now: datetime
) -> list[ClockCount]:
    """Replies and settlements in time and late, of requests not dismissed; late too where no timer looked yet.

    One query. Each clock is looked up by its key: joined, PostgreSQL would read the clocks of all tickets there are.
    """
    wanted = select(Ticket.category, *(_state_of(clock, now).label(clock) for clock in _JUDGED)).where(
        Ticket.community_id == community_id, _REQUEST, _VALID
    )
    each = _per_span(wanted, Ticket.opened_at, spans)
    states = [_times(each.c[clock] == state) for clock in _JUDGED for state in (_IN_TIME, _LATE)]
    counted = select(each.c.period, each.c.category, *states).group_by(each.c.period, each.c.category)
    return [
        ClockCount(period, category, clock, *counts[2 * place : 2 * place + 2])
        for period, category, *counts in (await session.execute(counted)).all()
        for place, clock in enumerate(_JUDGED)
    ]


def _state_of(clock: str, now: datetime) -> ScalarSelect[Any]:
    """Whether the ticket's clock was met in time or ran out; NULL while it runs, and where there is none."""
    breached = or_(TicketClock.breached_at.is_not(None), and_(TicketClock.met_at.is_(None), TicketClock.due_at < now))
    state = case((breached, _LATE), (TicketClock.met_at.is_not(None), _IN_TIME), else_=null())
    found = select(state).where(TicketClock.ticket_id == Ticket.id, TicketClock.clock == clock)
    return found.correlate(Ticket).scalar_subquery()


async def count_finished(session: AsyncSession, community_id: str, spans: Sequence[Span]) -> list[Finished]:
    """Repairs closed as solved, and how often they were done again: sent back at closing, or after the visit (T-11,
    T-19). A rework is no repair more, but it is counted how often it was done again in its turn. One query.
    """
    again = aliased(Ticket)
    sent_back = (
        select(func.count())
        .select_from(TicketStep)
        # Written out: with a parameter in its place PostgreSQL's generic plan could not use the partial index.
        .where(TicketStep.ticket_id == Ticket.id, TicketStep.action == literal_column(f"'{Action.REOPEN.value}'"))
        .correlate(Ticket)
        .scalar_subquery()
    )
    reworked = select(func.count()).select_from(again).where(again.rework_of == Ticket.id).correlate(Ticket)
    wanted = select(
        (sent_back + reworked.scalar_subquery()).label("reworks"), case((_REQUEST, 1), else_=0).label("asked_for")
    ).where(*_solved(community_id), Ticket.category == Category.REPAIR.value)
    each = _per_span(wanted, Ticket.closed_at, spans)
    counted = select(
        each.c.period,
        func.sum(each.c.asked_for),
        func.sum(each.c.reworks),
        _times(and_(each.c.asked_for == 1, each.c.reworks == 0)),
    ).group_by(each.c.period)
    return [
        Finished(period, int(finished), int(reworks), qualified)
        for period, finished, reworks, qualified in (await session.execute(counted)).all()
    ]


async def count_visits(session: AsyncSession, community_id: str, spans: Sequence[Span]) -> list[Visited]:
    """Requests closed as solved and whether they were visited, and what visits to these and to reworks brought, by
    category. One query; visits are looked up as clocks are.
    """
    wanted = select(
        Ticket.category,
        case((_REQUEST, 1), else_=0).label("asked_for"),
        _visits(FollowUp.done_at.is_not(None)).label("made"),
        _visits(FollowUp.status == FollowUpStatus.SATISFIED.value).label("satisfied"),
        _visits(FollowUp.status == FollowUpStatus.UNSATISFIED.value).label("unsatisfied"),
    ).where(*_solved(community_id))
    each = _per_span(wanted, Ticket.closed_at, spans)
    keys = (each.c.period, each.c.category)
    counted = select(
        *keys,
        func.sum(each.c.asked_for),
        _times(and_(each.c.asked_for == 1, each.c.made > 0)),
        func.sum(each.c.satisfied),
        func.sum(each.c.unsatisfied),
    ).group_by(*keys)
    return [
        Visited(period, category, int(closed), visited, int(satisfied), int(unsatisfied))
        for period, category, closed, visited, satisfied, unsatisfied in (await session.execute(counted)).all()
    ]


def _visits(condition: ColumnElement[bool]) -> ScalarSelect[int]:
    """How many of the ticket's visits it holds for."""
    found = select(func.count()).select_from(FollowUp).where(FollowUp.ticket_id == Ticket.id, condition)
    return found.correlate(Ticket).scalar_subquery()


@dataclass(frozen=True, slots=True)
class UnsatisfiedRepair:
    """A repair whose visit found the requester unsatisfied."""

    follow_up_id: str
    ticket_id: str
    number: str
    room_code: str | None
    summary: str
    reason: str | None
    found_at: datetime
    rework_ticket_id: str | None
    visited_by: str | None
    assignee_id: str | None


async def unsatisfied_repairs(session: AsyncSession, community_id: str, span: Span) -> list[UnsatisfiedRepair]:
    """Of the month in which the visit was made, as it happened (T-22). One query."""
    wanted = (
        select(
            FollowUp.id,
            Ticket.id,
            Ticket.number,
            Ticket.room_code,
            Ticket.summary,
            FollowUp.reason,
            FollowUp.done_at,
            FollowUp.rework_ticket_id,
            FollowUp.done_by,
            Ticket.assignee_id,
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
    )
    rows: Sequence[Any] = (await session.execute(wanted)).all()
    return [UnsatisfiedRepair(*row) for row in rows]
