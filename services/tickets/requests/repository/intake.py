"""The queries of intake, the desk's busiest minute: few statements, made once. Source: performance row 4.

By the ORM the rows of a new ticket cost about a millisecond of processor time, as one prepared statement a tenth
of it; so they are written here, and the ticket that is returned belongs to no session.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    Select,
    Table,
    Text,
    TextClause,
    and_,
    bindparam,
    cast,
    func,
    literal_column,
    or_,
    select,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from services.tickets.models import Base
from services.tickets.replicas.models import CommunityReplica, HouseholdReplica, ResidentName, RoomReplica
from services.tickets.requests.models import Ticket, TicketClock, TicketNumber, TicketStep
from services.tickets.requests.repository.duplicates import BRIEF, NEARBY, OF_ROOM
from shared.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class Place:
    """Where a request comes from: one read for all that intake asks of the replicas."""

    community: CommunityReplica
    room_id: str | None
    building: str | None
    household_id: str | None
    rooms_of_name: Sequence[str]
    open_in_room: Sequence[Mapping[str, Any]] = ()
    """The newest open tickets of the room: id, number, category, status, summary, opened_at."""
    open_nearby: Sequence[Mapping[str, Any]] = ()
    """The same of the last day, of the building or without a room; of the community where the request has no room."""


@lru_cache
def _place_on(dialect: str) -> Any:
    """With the open tickets as JSON, so that the hint of a duplicate costs no statement of its own."""
    of_room = select(*BRIEF).where(Ticket.room_id == RoomReplica.id, Ticket.closed_at.is_(None)).limit(OF_ROOM)
    nearby = (
        select(*BRIEF)
        .where(
            Ticket.community_id == bindparam("community_id"),
            Ticket.closed_at.is_(None),
            Ticket.opened_at >= bindparam("since"),
            or_(RoomReplica.id.is_(None), Ticket.room_id.is_(None), Ticket.building == RoomReplica.building),
        )
        .limit(NEARBY)
    )
    return (
        select(
            CommunityReplica,
            RoomReplica.id,
            RoomReplica.building,
            HouseholdReplica.id,
            ResidentName.room_code,
            _as_json(of_room, dialect),
            _as_json(nearby, dialect),
        )
        .outerjoin(
            RoomReplica,
            and_(RoomReplica.community_id == CommunityReplica.id, RoomReplica.code == bindparam("room_code")),
        )
        .outerjoin(HouseholdReplica, and_(HouseholdReplica.room_id == RoomReplica.id, HouseholdReplica.is_present))
        .outerjoin(
            ResidentName,
            and_(ResidentName.community_id == CommunityReplica.id, ResidentName.name == bindparam("name")),
        )
        .where(CommunityReplica.id == bindparam("community_id"))
    )


def _as_json(wanted: "Select[str, str, str, str, str, datetime]", dialect: str) -> Any:
    """Newest first, as one column of the room's row."""
    newest = wanted.order_by(Ticket.opened_at.desc(), Ticket.id.desc()).correlate(RoomReplica).subquery()
    pairs = [part for column in newest.columns for part in (literal_column(f"'{column.key}'"), column)]
    on_sqlite = dialect == "sqlite"
    one = func.json_object(*pairs) if on_sqlite else func.json_build_object(*pairs)
    every = func.json_group_array(one) if on_sqlite else func.json_agg(one)
    return select(cast(every, Text)).select_from(newest).scalar_subquery()


async def find_place(
    session: AsyncSession, community_id: str, room_code: str | None, name: str, *, since: datetime
) -> Place:
    """The community, the room with its open tickets and those nearby `since`, who lives there, where namesakes live
    (T-05). One query. Raises NotFound while the community has not arrived.
    """
    wanted = {"community_id": community_id, "room_code": room_code, "name": name, "since": since}
    rows = (await session.execute(_place_on(session.get_bind().dialect.name), wanted)).all()
    if not rows:
        raise NotFound(what="community")
    community, room_id, building, household_id, _, opened, nearby = rows[0]
    namesakes = sorted({row[4] for row in rows if row[4]})
    return Place(
        community, room_id, building, household_id, namesakes, json.loads(opened or "[]"), json.loads(nearby or "[]")
    )


async def next_number(session: AsyncSession, community_id: str, day: date) -> str:
    """The next human number, `T261122-0007`; one statement, so that two desks never get the same."""
    counted = _count_on(session.get_bind().dialect.name)
    last = (await session.execute(counted, {"community_id": community_id, "day": day, "last": 1})).scalar_one()
    return f"T{day:%y%m%d}-{last:04d}"


@lru_cache
def _count_on(dialect: str) -> Any:
    numbers = _table(TicketNumber)  # the bare table: a statement of the ORM's costs twice as much
    insert = sqlite.insert(numbers) if dialect == "sqlite" else postgresql.insert(numbers)
    return insert.on_conflict_do_update(
        index_elements=["community_id", "day"], set_={"last": numbers.c.last + 1}
    ).returning(numbers.c.last)


async def enter(session: AsyncSession, ticket: Ticket, step: TicketStep) -> None:
    """Write a new ticket, its clocks and its first step: one statement on PostgreSQL, three on SQLite."""
    clocks = {f"clock{place}": clock for place, clock in enumerate(ticket.clocks)}
    rows: dict[str, Base] = {"ticket": ticket, **clocks, "step": step}
    content = {f"{name}_{column}": getattr(row, column) for name, row in rows.items() for column in _columns(type(row))}
    for statement, places in _enter_on(session.get_bind().dialect.name, tuple(clocks)):
        await session.execute(statement, {place: content[place] for place in places})


def _table(row: type[Base]) -> Table:
    assert isinstance(row.__table__, Table)  # noqa: S101 - every row of this service is a table's
    return row.__table__


@lru_cache
def _columns(row: type[Base]) -> Sequence[str]:
    return [column.key for column in _table(row).columns]


@lru_cache
def _enter_on(dialect: str, clocks: tuple[str, ...]) -> Sequence[tuple[TextClause, Sequence[str]]]:
    """Statements with the names of their parameters. SQLite knows no INSERT inside WITH."""
    parts = [_insert(Ticket, "ticket"), _insert(TicketClock, *clocks), _insert(TicketStep, "step")]
    if dialect != "sqlite":
        ticket, timers, step = (words for words, _ in parts)
        words = f"WITH ticket AS ({ticket}), timers AS ({timers}) {step}"
        parts = [(words, {name: it for _, places in parts for name, it in places.items()})]
    return [(text(words).bindparams(*places.values()), list(places)) for words, places in parts]


def _insert(row: type[Base], *names: str) -> tuple[str, Mapping[str, BindParameter[Any]]]:
    """`INSERT … VALUES` with a row per name, and its typed parameters by `<name>_<column>`."""
    table, columns = _table(row), _columns(row)
    places = {
        f"{name}_{column.key}": bindparam(f"{name}_{column.key}", type_=column.type)
        for name in names
        for column in table.columns
    }
    values = ", ".join("(" + ", ".join(f":{name}_{column}" for column in columns) + ")" for name in names)
    words = f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES {values}"  # noqa: S608 - names of our own models
    return words, places
