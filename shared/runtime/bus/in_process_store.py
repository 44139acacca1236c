"""Queues in a SQLite file. Everything that asks for a write at the same time shares one transaction."""

import asyncio
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import structlog
from sqlalchemy import (
    JSON,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.runtime.bus.base import DeadLetter, Message
from shared.runtime.database import Database

_log = structlog.get_logger(__name__)

_METADATA = MetaData()
_BINDINGS = Table(
    "bus_bindings",
    _METADATA,
    Column("queue", String, primary_key=True),
    Column("pattern", String, primary_key=True),
)
_MESSAGES = Table(
    "bus_messages",
    _METADATA,
    Column("position", Integer, primary_key=True),
    Column("queue", String, nullable=False),
    Column("event_id", String, nullable=False),
    Column("routing_key", String, nullable=False),
    Column("key", String, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("headers", JSON, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("due_at", Float, nullable=False, server_default="0", comment="seconds since 1970"),
    Column("reason", Text),
    Column("dead_at", Float),
    sqlite_autoincrement=True,
)
Index("ix_bus_messages_alive", _MESSAGES.c.queue, _MESSAGES.c.position, sqlite_where=_MESSAGES.c.dead_at.is_(None))
Index("ix_bus_messages_dead", _MESSAGES.c.queue, _MESSAGES.c.dead_at)

_GATHER_S = 0.02
_PAUSE_AFTER_FAILURE_S = 0.5

_CHANGE = update(_MESSAGES).where(_MESSAGES.c.position == bindparam("at"))
_DELAY = _CHANGE.values(attempts=bindparam("tried"), due_at=bindparam("due"), reason=bindparam("why"))
_BURY = _CHANGE.values(attempts=bindparam("tried"), dead_at=bindparam("died"), reason=bindparam("why"))
_REMOVE = delete(_MESSAGES).where(_MESSAGES.c.position == bindparam("at"))


@dataclass(frozen=True, slots=True)
class Stored:
    """A message in a queue; `attempts` is how often a handler has failed on it."""

    position: int
    message: Message
    attempts: int


@dataclass
class _Batch:
    """What the next transaction writes, and who waits for it."""

    arriving: list[dict[str, Any]] = field(default_factory=list)
    done: list[dict[str, Any]] = field(default_factory=list)
    delayed: list[dict[str, Any]] = field(default_factory=list)
    buried: list[dict[str, Any]] = field(default_factory=list)
    waiting: list[asyncio.Future[None]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.arriving or self.done or self.delayed or self.buried)

    def settled(self) -> list[int]:
        return [row["at"] for row in (*self.done, *self.delayed, *self.buried)]

    async def write(self, connection: AsyncConnection) -> None:
        if self.arriving:
            await connection.execute(insert(_MESSAGES), self.arriving)
        if self.done:
            await connection.execute(_REMOVE, self.done)
        if self.delayed:
            await connection.execute(_DELAY, self.delayed)
        if self.buried:
            await connection.execute(_BURY, self.buried)


class Store:
    """The file. Arrivals are awaited; outcomes of deliveries are written a little later.

    An outcome lost in a crash means that its message is delivered again, which the inbox expects.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._batch = _Batch()
        self.unsettled: set[int] = set()
        """Positions whose outcome is known but not yet written: the file still shows them as due."""
        self._asked = asyncio.Event()
        self._urgent = asyncio.Event()
        self._closing = False
        self._is_open = False
        self._opening = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Create the file's tables when it is new."""
        async with self._opening:
            if self._is_open:
                return
            async with self._database.connection() as connection:
                await connection.run_sync(_METADATA.create_all)
            self._closing = False
            self._task = asyncio.create_task(self._write_batches(), name="bus writer")
            self._is_open = True

    async def close(self) -> None:
        """Write what is still to be written."""
        self._closing = True
        self._asked.set()
        self._urgent.set()
        if self._task is not None:
            await self._task
            self._task = None
        self._is_open = False

    async def bind(self, queue: str, patterns: Collection[str]) -> None:
        """Bindings are durable: what is published before the consumer is back waits for it."""
        statement = sqlite.insert(_BINDINGS).on_conflict_do_nothing()
        async with self._database.connection() as connection:
            await connection.execute(statement, [{"queue": queue, "pattern": pattern} for pattern in patterns])

    async def bindings(self) -> dict[str, set[str]]:
        """Queue → patterns."""
        found: dict[str, set[str]] = {}
        async with self._database.read() as session:
            for queue, pattern in await session.execute(select(_BINDINGS)):
                found.setdefault(queue, set()).add(pattern)
        return found

    async def add(self, arrivals: Sequence[tuple[str, Message]]) -> None:
        """Put `(queue, message)` pairs in, all or none; returns when they are on the disk."""
        written: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._batch.arriving += [_row(queue, message) for queue, message in arrivals]
        self._batch.waiting.append(written)
        self._asked.set()
        self._urgent.set()
        await written

    def done(self, position: int) -> None:
        """A delivery was handled."""
        self._batch.done.append({"at": position})
        self._settle(position)

    def delay(self, position: int, *, attempts: int, due_at: float, reason: str) -> None:
        """A delivery failed and is due again later."""
        self._batch.delayed.append({"at": position, "tried": attempts, "due": due_at, "why": reason})
        self._settle(position)

    def bury(self, position: int, *, attempts: int, reason: str) -> None:
        """A delivery failed for good."""
        self._batch.buried.append({"at": position, "tried": attempts, "died": time.time(), "why": reason})
        self._settle(position)

    def _settle(self, position: int) -> None:
        self.unsettled.add(position)
        self._asked.set()

    async def due(self, queue: str, *, limit: int) -> list[Stored]:
        """The first messages of a queue that may be delivered now."""
        rows = _MESSAGES.c
        statement = (
            select(_MESSAGES)
            .where(rows.queue == queue, rows.dead_at.is_(None), rows.due_at <= time.time())
            .order_by(rows.position)
            .limit(limit)
        )
        async with self._database.read() as session:
            return [Stored(row.position, _message(row), row.attempts) for row in await session.execute(statement)]

    async def count_alive(self) -> int:
        """Messages of all queues that are not acknowledged and not dead."""
        async with self._database.read() as session:
            alive = await session.scalar(select(func.count()).where(_MESSAGES.c.dead_at.is_(None)))
        return alive or 0

    async def next_due_at(self, queue: str) -> float | None:
        """When the next delayed message of a queue is due."""
        rows = _MESSAGES.c
        statement = select(func.min(rows.due_at)).where(
            rows.queue == queue, rows.dead_at.is_(None), rows.due_at > time.time()
        )
        async with self._database.read() as session:
            moment: float | None = await session.scalar(statement)
        return moment

    async def dead(self, queue: str, *, limit: int) -> list[DeadLetter]:
        """The oldest dead letters."""
        rows = _MESSAGES.c
        statement = (
            select(_MESSAGES)
            .where(rows.queue == queue, rows.dead_at.is_not(None))
            .order_by(rows.dead_at, rows.position)
            .limit(limit)
        )
        async with self._database.read() as session:
            return [_dead_letter(row) for row in await session.execute(statement)]

    async def revive(self, queue: str, *, event_ids: Collection[str] | None) -> int:
        """Make dead letters due again, their attempts forgotten; how many."""
        rows = _MESSAGES.c
        statement = (
            update(_MESSAGES)
            .where(rows.queue == queue, rows.dead_at.is_not(None))
            .values(attempts=0, due_at=0.0, dead_at=None, reason=None)
        )
        if event_ids is not None:
            statement = statement.where(rows.event_id.in_(list(event_ids)))
        async with self._database.connection() as connection:
            return (await connection.execute(statement)).rowcount

    async def _write_batches(self) -> None:
        while not self._closing or self._batch:
            await self._asked.wait()
            await self._gather()
            self._asked.clear()
            self._urgent.clear()
            batch, self._batch = self._batch, _Batch()
            if not batch:
                continue
            try:
                async with self._database.connection() as connection:
                    await batch.write(connection)
            except Exception as error:  # noqa: BLE001 - disk full or locked: the publishers hear of it, the rest waits
                await self._keep(batch, error)
            else:
                self.unsettled.difference_update(batch.settled())
                for written in batch.waiting:
                    if not written.done():
                        written.set_result(None)

    async def _gather(self) -> None:
        """Outcomes are in no hurry; an arrival is, and takes them along."""
        if self._closing:
            return
        try:
            async with asyncio.timeout(_GATHER_S):
                await self._urgent.wait()
        except TimeoutError:
            pass

    async def _keep(self, batch: _Batch, error: Exception) -> None:
        _log.warning("bus.write_failed", reason=repr(error))
        for written in batch.waiting:
            if not written.done():
                written.set_exception(error)
        self._batch.done[:0] = batch.done
        self._batch.delayed[:0] = batch.delayed
        self._batch.buried[:0] = batch.buried
        if self._closing:
            self._batch = _Batch()
            return
        await asyncio.sleep(_PAUSE_AFTER_FAILURE_S)
        self._asked.set()


def _row(queue: str, message: Message) -> dict[str, Any]:
    return {
        "queue": queue,
        "event_id": message.event_id,
        "routing_key": message.routing_key,
        "key": message.key,
        "body": message.body,
        "headers": dict(message.headers),
    }


def _message(row: Any) -> Message:
    return Message(row.event_id, row.routing_key, row.key, row.body, row.headers)


def _dead_letter(row: Any) -> DeadLetter:
    return DeadLetter(
        queue=row.queue,
        message=_message(row),
        reason=row.reason or "",
        attempts=row.attempts,
        failed_at=datetime.fromtimestamp(row.dead_at, UTC),
    )
