"""The outbox as the relay uses it: claim, mark sent, put back, prune. One statement each, on both dialects."""

from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, case, delete, exists, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.runtime.bus.base import Message
from shared.runtime.database import Database
from shared.runtime.tables import RuntimeTables

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

    def __init__(self, database: Database, tables: RuntimeTables, *, owner: str) -> None:
        self._database = database
        self._rows = tables.outbox
        self._owner = owner
        self._claim = self._claim_statement()

    async def claim(self, *, now: datetime, lease: timedelta, limit: int) -> list[Waiting]:
        """Lease up to `limit` due rows; within an aggregate in sequence.

        A row is left alone while an earlier row of its aggregate is unsent and not in the same claim: leased by
        another relay, waiting for its next attempt, or beyond the limit.
        """
        async with self._forgetful() as connection:
            found = await connection.execute(
                self._claim, {"now": now, "until": now + lease, "owner": self._owner, "limit": limit}
            )
            rows = found.all()
        return _in_order([_waiting(row) for row in rows])

    async def mark_sent(self, event_ids: Collection[str], *, now: datetime) -> None:
        """Confirmed is sent, whoever holds the lease by now."""
        rows = self._rows
        statement = (
            update(rows)
            .where(rows.c.id.in_(bindparam("ids", expanding=True)))
            .values(sent_at=bindparam("now", type_=rows.c.sent_at.type), lease_until=None, lease_owner=None)
        )
        async with self._forgetful() as connection:
            await connection.execute(statement, {"ids": list(event_ids), "now": now})

    async def put_back(self, failed: Sequence[tuple[str, datetime]], *, count_attempt: bool) -> None:
        """Give up the lease of `(event id, next attempt)`; a row that another relay leased meanwhile stays its."""
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

        Only leases and marks are written in it. If the database's machine dies within the fraction of a second
        that PostgreSQL may lose, rows look unclaimed or unsent again and are published twice, which the inbox
        of every consumer expects anyway. The events themselves were committed durably by their use case.
        """
        async with self._database.connection() as connection:
            if not self._database.is_sqlite:
                await connection.execute(text("SET LOCAL synchronous_commit = off"))
            yield connection

    def _claim_statement(self) -> Any:
        rows = self._rows
        now = bindparam("now", type_=rows.c.next_attempt_at.type)
        earlier = rows.alias("earlier")
        held = exists().where(
            _precedes(earlier, rows), or_(earlier.c.next_attempt_at > now, earlier.c.lease_until > now)
        )
        # The oldest that are due. `held` keeps the successors of a row that waits or is leased from filling the
        # claim while others could go.
        due = (
            select(rows.c.id, rows.c.aggregate_id, rows.c.sequence)
            .where(
                rows.c.sent_at.is_(None),
                rows.c.next_attempt_at <= now,
                or_(rows.c.lease_until.is_(None), rows.c.lease_until <= now),
                ~held,
            )
            .order_by(rows.c.id)
            .limit(bindparam("limit"))
            .with_for_update(skip_locked=True, of=rows)  # SQLite has one writer and leaves this out
            .cte("due")
        )
        # What another relay locked a moment ago still looks free to this statement's snapshot, but SKIP LOCKED
        # left it out of `due`: its successors must be left out too.
        outside = exists().where(_precedes(earlier, due), earlier.c.id.not_in(select(due.c.id)))
        return (
            update(rows)
            .where(rows.c.id.in_(select(due.c.id).where(~outside)))
            .values(
                lease_until=bindparam("until", type_=rows.c.lease_until.type), lease_owner=bindparam("owner")
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


async def prune_outbox(
    database: Database, tables: RuntimeTables, *, sent_before: datetime, batch: int = 1000
) -> int:
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


def _precedes(earlier: Any, row: Any) -> ColumnElement[bool]:
    return and_(
        earlier.c.aggregate_id == row.c.aggregate_id,
        earlier.c.sequence < row.c.sequence,
        earlier.c.sent_at.is_(None),
    )


def _waiting(row: Any) -> Waiting:
    message = Message(event_id=row.id, routing_key=row.type, key=row.aggregate_id, body=row.body)
    return Waiting(message, row.sequence, row.attempts, row.created_at)


def _in_order(rows: list[Waiting]) -> list[Waiting]:
    """Oldest aggregate first, each aggregate's rows in sequence. Ids of two processes may disagree with the sequence."""
    aggregates: dict[str, list[Waiting]] = {}
    for row in sorted(rows, key=lambda row: row.message.event_id):
        aggregates.setdefault(row.message.key, []).append(row)
    return [
        row for aggregate in aggregates.values() for row in sorted(aggregate, key=lambda row: row.sequence)
    ]
