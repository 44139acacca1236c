"""The outbox as the relay uses it: claim, mark sent, put back, prune. One statement each, both dialects."""

from collections.abc import AsyncIterator, Callable, Collection, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Table,
    bindparam,
    case,
    delete,
    exists,
    false,
    literal_column,
    or_,
    select,
    text,
    true,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.runtime.bus.base import Message
from shared.runtime.database import Database
from shared.runtime.rows import is_one_of
from shared.runtime.tables import RuntimeTables

# The planner settings: unsent rows come and go so fast that statistics are always wrong about them. What is
# wanted is a walk along the index of unsent rows until the batch is full; a sort would read all of them.
_SETTINGS = text(
    "SELECT set_config('synchronous_commit', 'off', true), set_config('enable_seqscan', 'off', true),"
    " set_config('enable_bitmapscan', 'off', true), set_config('enable_sort', 'off', true),"
    " set_config('jit', 'off', true)"
)

_MOST_ATTEMPTS = 10_000
"""Attempts are counted no further: a SMALLINT that overflows would make the row unreleasable."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A claimed outbox row."""

    message: Message
    sequence: int
    attempts: int
    created_at: datetime


class Outbox:
    """One service's outbox, worked by `owner`, one of possibly many relays."""

    def __init__(self, database: Database, tables: RuntimeTables, *, owner: str, batch: int) -> None:
        self._database = database
        self._rows = tables.outbox
        self._owner = owner
        self._claim = self._claim_statement(batch)

    async def claim(self, *, now: datetime, lease: timedelta) -> list[Waiting]:
        """Lease up to a batch of due rows; within an aggregate in sequence.

        A row is left alone while an earlier row of its aggregate is unsent and not in the same claim: leased
        by another relay, waiting for its next attempt, or beyond the batch.
        """
        async with self._forgetful() as connection:
            found = await connection.execute(self._claim, {"now": now, "until": now + lease, "owner": self._owner})
            rows = found.all()
        return _in_order(
            [
                Waiting(Message(event_id, event_type, aggregate_id, body), sequence, attempts, created_at)
                for event_id, aggregate_id, sequence, event_type, body, attempts, created_at in rows
            ]
        )

    async def mark_sent(self, event_ids: Collection[str], *, now: datetime) -> None:
        """Confirmed is sent, whoever holds the lease by now."""
        rows = self._rows
        statement = (
            update(rows)
            .where(is_one_of(rows.c.id, event_ids, self._database.dialect))
            .values(sent_at=bindparam("now", type_=rows.c.sent_at.type), lease_until=None, lease_owner=None)
        )
        async with self._forgetful() as connection:
            await connection.execute(statement, {"now": now})

    async def put_back(self, failed: Sequence[tuple[str, datetime]], *, count_attempt: bool) -> None:
        """Give up the lease of `(event id, next attempt)` pairs, unless another relay holds it by now."""
        rows = self._rows
        tried = case((rows.c.attempts < _MOST_ATTEMPTS, rows.c.attempts + 1), else_=rows.c.attempts)
        statement = (
            update(rows)
            .where(rows.c.id == bindparam("row"), rows.c.lease_owner == self._owner, rows.c.sent_at.is_(None))
            .values(
                attempts=tried if count_attempt else rows.c.attempts,
                next_attempt_at=bindparam("next", type_=rows.c.next_attempt_at.type),
                lease_until=None,
                lease_owner=None,
            )
        )
        async with self._forgetful() as connection:
            await connection.execute(statement, [{"row": row, "next": due} for row, due in failed])

    @asynccontextmanager
    async def _forgetful(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that does not wait for the disk.

        Only leases and marks are written in it. If the database's machine dies within the fraction of a
        second that PostgreSQL may lose, rows look unclaimed or unsent again and are published twice, which
        the inbox of every consumer expects anyway. The events were committed durably by their use case.
        """
        async with self._database.connection() as connection:
            if not self._database.is_sqlite:
                await connection.execute(_SETTINGS)
            yield connection

    def _claim_statement(self, batch: int) -> Any:
        rows = self._rows
        now = bindparam("now", type_=rows.c.next_attempt_at.type)
        # The oldest that are due. `free` keeps the successors of a row that waits or is leased from filling
        # the claim while others could go.
        free = _has_none_before(rows, rows, lambda it: or_(it.c.next_attempt_at > now, it.c.lease_until > now))
        due = (
            select(rows.c.id, rows.c.aggregate_id, rows.c.sequence)
            .where(
                rows.c.sent_at.is_(None),
                rows.c.next_attempt_at <= now,
                or_(rows.c.lease_until.is_(None), rows.c.lease_until <= now),
                free,
            )
            .order_by(rows.c.id)
            .limit(literal_column(str(batch)))  # not a parameter: the planner would guess a tenth of the table
            .with_for_update(skip_locked=True, of=rows)  # SQLite has one writer and leaves this out
            .cte("due")
        )
        # What another relay locked a moment ago still looks free to this statement's snapshot, but SKIP
        # LOCKED left it out of `due`: its successors must be left out too.
        complete = _has_none_before(rows, due, lambda it: it.c.id.not_in(select(due.c.id)))
        return (
            update(rows)
            .where(rows.c.id.in_(select(due.c.id).where(complete)))
            .values(
                lease_until=bindparam("until", type_=rows.c.lease_until.type),
                lease_owner=bindparam("owner"),
            )
            .returning(
                rows.c.id,
                rows.c.aggregate_id,
                rows.c.sequence,
                rows.c.type,
                rows.c.body,
                rows.c.attempts,
                rows.c.created_at,
            )
        )


async def prune_outbox(database: Database, tables: RuntimeTables, *, sent_before: datetime, batch: int = 1000) -> int:
    """Delete events sent before that moment; how many. Unsent ones stay, however old."""
    rows = tables.outbox
    old = select(rows.c.id).where(rows.c.sent_at < sent_before).limit(batch)
    deleted = 0
    while True:
        async with database.connection() as connection:
            gone = (await connection.execute(delete(rows).where(rows.c.id.in_(old)))).rowcount
        deleted += gone
        if gone < batch:
            return deleted


def _has_none_before(
    rows: Table, row: FromClause, which: Callable[[FromClause], ColumnElement[bool]]
) -> ColumnElement[bool]:
    """No unsent row of the same aggregate with a lower sequence is such.

    Written so that PostgreSQL has one way to answer it, a look into the unique index for each row: a bare NOT
    EXISTS becomes a join, and a plain IS NULL lets it scan the index of all unsent rows, for each row again.
    """
    earlier = rows.alias()
    found = exists().where(
        earlier.c.aggregate_id == row.c.aggregate_id,
        earlier.c.sequence < row.c.sequence,
        case((earlier.c.sent_at.is_(None), true()), else_=false()),
        which(earlier),
    )
    return case((found.correlate(row), false()), else_=true())


def _in_order(rows: list[Waiting]) -> list[Waiting]:
    """Oldest aggregate first, its rows in sequence, with which the ids of two processes may disagree."""
    aggregates: dict[str, list[Waiting]] = {}
    for row in sorted(rows, key=lambda row: row.message.event_id):
        aggregates.setdefault(row.message.key, []).append(row)
    return [row for aggregate in aggregates.values() for row in sorted(aggregate, key=lambda row: row.sequence)]
