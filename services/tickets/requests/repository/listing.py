"""The lists of tickets: any filter, keyset order, two queries whatever a page holds. Source: api.md, decision 0019."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    and_,
    bindparam,
    exists,
    literal_column,
    select,
)
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from services.tickets.replicas.models import RoomReplica
from services.tickets.requests.models import Ticket, TicketClock
from services.tickets.requests.repository.scope import Scope
from services.tickets.requests.repository.searching import found_by, is_in_many
from shared.runtime.http.paging import Keyset
from shared.runtime.rows import is_one_of_given, packed


class Sort(StrEnum):
    """Orders of the list. By `settle_by` it holds the tickets whose settlement limit is not met yet."""

    OLDEST = "opened_at"
    NEWEST = "-opened_at"
    SETTLE_SOONEST = "settle_by"
    SETTLE_LATEST = "-settle_by"


_T, _C = Ticket.__table__.c, TicketClock.__table__.c  # plain columns: those of mapped classes cost twice as much
_KEYSETS: Mapping[Sort, Keyset] = {
    Sort.OLDEST: Keyset((_T.opened_at, _T.id), descending=False),
    Sort.NEWEST: Keyset((_T.opened_at, _T.id)),
    Sort.SETTLE_SOONEST: Keyset((_C.due_at, _C.ticket_id), descending=False),
    Sort.SETTLE_LATEST: Keyset((_C.due_at, _C.ticket_id)),
}
_UNSETTLED = and_(
    _C.clock == literal_column("'settle'"),  # in the statement itself, as the partial index has it
    _C.met_at.is_(None),
)
_TO_SETTLE = and_(_C.ticket_id == _T.id, _UNSETTLED)
_BY_LIMIT = Ticket.__table__.join(TicketClock.__table__, _TO_SETTLE)
_BY_CLOCK = frozenset({Sort.SETTLE_SOONEST, Sort.SETTLE_LATEST})
_LEFT_OUT = frozenset({
    "search", "event_sequence", "created_at", "building", "accepted_at", "clocks_from", "billable_fen", "charged_fen",
    "paid_fen", "matter", "matter_place", "rework_count", "is_sampled", "inquiry_due_at", "progress_tell_at",
    "grows_at",
})  # fmt: skip
"""Columns that no list shows."""
TICKET_COLUMNS = tuple(column.key for column in _T if column.key not in _LEFT_OUT)
CLOCK_COLUMNS = ("clock", "due_at", "met_at", "breached_at", "warn_at", "paused_at")
# Made once: forty columns cost more than a filter.
_EVERY: Any = select(*[_T[name] for name in TICKET_COLUMNS])


@cache
def _timers(dialect: str) -> Select[Any]:
    """Of the tickets that are given."""
    wanted = select(*[_C[name] for name in CLOCK_COLUMNS], _C.ticket_id)
    return wanted.where(is_one_of_given(_C.ticket_id, "tickets", dialect)).order_by(_C.due_at)


@dataclass(frozen=True, slots=True)
class Listed:
    """A ticket by `TICKET_COLUMNS`, and its clocks by `CLOCK_COLUMNS`, the first due first."""

    ticket: dict[str, Any]
    clocks: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Span:
    """From a moment on, until another one, which is outside; None leaves it open."""

    since: datetime | None = None
    until: datetime | None = None

    def of(self, moment: ColumnElement[Any]) -> Iterable[ColumnElement[bool]]:
        """The conditions."""
        if self.since is not None:
            yield moment >= self.since
        if self.until is not None:
            yield moment < self.until


ALWAYS = Span()


@dataclass(frozen=True, slots=True)
class TicketFilter:
    """What a list may be narrowed by; what is None or empty narrows nothing."""

    scope: Scope
    now: datetime
    statuses: Collection[str] = ()
    categories: Collection[str] = ()
    severities: Collection[str] = ()
    equal: Mapping[str, str | None] = field(default_factory=dict)
    """Column name → value."""
    literal: Mapping[str, str | None] = field(default_factory=dict)
    """The same of enumerations."""
    room_code: str | None = None
    is_open: bool | None = None
    is_overdue: bool | None = None
    opened: Span = ALWAYS
    closed: Span = ALWAYS
    settle: Span = ALWAYS
    """Of the settlement limit that is not met yet."""
    present: Mapping[str, bool | None] = field(default_factory=dict)
    """Column name → whether it holds anything."""
    true: Mapping[str, bool | None] = field(default_factory=dict)
    """Column name → its truth."""
    periods: Sequence[ColumnElement[bool]] = ()
    """Days, weeks and months of the communities' own calendars."""
    typed: str | None = None

    def clauses(self, dialect: str, *, is_frequent: bool = False) -> Iterable[ColumnElement[bool]]:
        """The conditions, all of which hold; `is_frequent`: what was typed, on SQLite."""
        yield self.scope.clause()
        yield from self._of_kind()
        yield from self._rare()
        if self.room_code is not None:
            yield self._of_room(self.room_code)
        if self.is_open is not None:
            yield _T.closed_at.is_(None) if self.is_open else _T.closed_at.is_not(None)
        if self.is_overdue is not None:
            yield _ran_out(self.now) if self.is_overdue else ~_ran_out(self.now)
        yield from self.opened.of(_T.opened_at)
        yield from self.closed.of(_T.closed_at)
        yield from self.periods
        if limits := list(self.settle.of(_C.due_at)):
            yield _T.id.in_(select(_C.ticket_id).where(_UNSETTLED, *limits))
        if self.typed is not None:
            yield found_by(self.typed, dialect, is_frequent=is_frequent)

    def _of_kind(self) -> Iterable[ColumnElement[bool]]:
        """Enumerations stand in the statement itself: a plan for any status would not do for a rare one."""
        for several, values in (
            (_T.status, self.statuses),
            (_T.category, self.categories),
            (_T.severity, self.severities),
        ):
            if values:
                yield several.in_(bindparam(None, list(values), expanding=True, literal_execute=True))
        for name, value in self.equal.items():
            if value is not None:
                yield _T[name] == value

    def _rare(self) -> Iterable[ColumnElement[bool]]:
        """As their own indexes have them, which hold these rows alone."""
        for name, value in self.literal.items():
            if value is not None:
                yield _T[name] == bindparam(None, value, type_=String(), literal_execute=True)
        for name, is_there in self.present.items():
            if is_there is not None:
                yield _T[name].is_not(None) if is_there else _T[name].is_(None)
        for name, truth in self.true.items():
            if truth is not None:
                yield _T[name].is_(truth)

    def _of_room(self, code: str) -> ColumnElement[bool]:
        """By the room itself, whose tickets have an index."""
        rooms = select(RoomReplica.id).where(
            RoomReplica.community_id.in_(self.scope.communities), RoomReplica.code == code
        )
        return _T.room_id.in_(rooms)


def _ran_out(now: datetime) -> ColumnElement[bool]:
    """Open with a limit that passed unmet."""
    late = exists().where(_C.ticket_id == _T.id, _C.met_at.is_(None), _C.due_at < now)
    return and_(_T.closed_at.is_(None), late)


async def list_tickets(
    connection: AsyncConnection, wanted: TicketFilter, *, sort: Sort = Sort.NEWEST, cursor: str | None, limit: int
) -> tuple[Sequence[Listed], str | None]:
    """Tickets with their clocks; two queries whatever the page holds, a search on SQLite one before."""
    keyset, dialect = _KEYSETS[sort], connection.dialect.name
    query = _EVERY
    if sort in _BY_CLOCK:
        query = query.add_columns(_C.due_at, _C.ticket_id).select_from(_BY_LIMIT)
    is_frequent = wanted.typed is not None and dialect == "sqlite" and await is_in_many(connection, wanted.typed)
    query = query.where(*wanted.clauses(dialect, is_frequent=is_frequent))
    rows = (await connection.execute(keyset.apply(query, cursor, limit))).all()
    kept = rows[:limit]
    listed = {row.id: Listed(dict(zip(TICKET_COLUMNS, row, strict=False))) for row in kept}
    if listed:
        timers = await connection.execute(_timers(dialect), {"tickets": packed(listed, dialect)})
        for timer in timers.all():
            listed[timer[-1]].clocks.append(dict(zip(CLOCK_COLUMNS, timer, strict=False)))
    return list(listed.values()), keyset.cursor_of(kept[-1]) if len(rows) > limit else None


async def is_longer_than(session: AsyncSession, wanted: TicketFilter, most: int) -> bool:
    """Whether the list has more rows; no more than that many are looked at. One query."""
    clauses = wanted.clauses(session.get_bind().dialect.name)
    return await session.scalar(select(Ticket.id).where(*clauses).offset(most).limit(1)) is not None
