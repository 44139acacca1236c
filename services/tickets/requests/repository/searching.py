"""Tickets by the words in them, on each database as it finds them quickest. Source: decision 0019."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Text,
    bindparam,
    cast,
    column,
    exists,
    false,
    func,
    literal_column,
    select,
    table,
)
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.ext.asyncio import AsyncConnection

from services.tickets.requests.domain.search_terms import wanted_by
from services.tickets.requests.models import Ticket

_TICKET = Ticket.__table__
_FULL_TEXT = table("ticket_search", column("rowid"))
_ROWS = table("ticket_search_rows", column("id"), column("ticket_id"))
_MANY = 30_000  # of a million tickets as many are sorted as fast as a page of such is met among the newest


def found_by(typed: str, dialect: str, *, is_frequent: bool = False) -> ColumnElement[bool]:
    """That a ticket has every term of what was typed; what holds none finds nothing.

    The terms stand in PostgreSQL's statement itself, which is planned by how frequent they are: a plan for any terms at
    all would read every ticket of a frequent one before it sorts. SQLite is told: `is_in_many`.
    """
    terms = wanted_by(typed)
    if not terms:
        return false()
    if dialect == "sqlite":
        return _has(terms) if is_frequent else _TICKET.c.id.in_(_matching(terms))
    query = " & ".join(f"'{term.rstrip('*')}'{':*' if term.endswith('*') else ''}" for term in terms)
    return _TICKET.c.search.op("@@", is_comparison=True)(
        cast(bindparam(None, query, type_=Text(), literal_execute=True), TSQUERY)
    )


async def is_in_many(connection: AsyncConnection, typed: str) -> bool:
    """SQLite: whether what was typed stands in so many tickets that they are rather met walking. One query."""
    terms = wanted_by(typed)
    if not terms:
        return False
    some = select(_FULL_TEXT.c.rowid).where(_matches(terms)).limit(_MANY).subquery()
    return (await connection.scalar(select(func.count()).select_from(some))) == _MANY


def _matching(terms: Sequence[str]) -> Select[Any]:
    """Ids of tickets by SQLite's full-text table."""
    rows = select(_FULL_TEXT.c.rowid).where(_matches(terms))
    return select(_ROWS.c.ticket_id).where(_ROWS.c.id.in_(rows))


def _has(terms: Sequence[str]) -> ColumnElement[bool]:
    """The same asked of each ticket that is met."""
    place = select(_ROWS.c.id).where(_ROWS.c.ticket_id == _TICKET.c.id).correlate(_TICKET).scalar_subquery()
    return exists().where(_matches(terms), _FULL_TEXT.c.rowid == place).correlate(_TICKET)


def _matches(terms: Sequence[str]) -> ColumnElement[bool]:
    query = " AND ".join(f'"{term.rstrip("*")}"{"*" if term.endswith("*") else ""}' for term in terms)
    return literal_column("ticket_search").op("MATCH", is_comparison=True)(query)
