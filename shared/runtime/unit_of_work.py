"""One transaction per use case: what it saves and what it tells are committed together, or not at all."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shared.contracts.envelope import CloudEvent, Event, schema_name, source_of
from shared.kernel.clock import Clock
from shared.kernel.errors import Stale
from shared.kernel.ids import new_id
from shared.runtime.context import Context
from shared.runtime.database import Database
from shared.runtime.tables import AggregateRow, RuntimeTables


def envelope_of(aggregate: AggregateRow, event: Event, *, now: datetime, context: Context) -> CloudEvent:
    """The CloudEvent of `event`, numbered with the aggregate's present `event_sequence`."""
    return CloudEvent(
        id=new_id(),
        source=source_of(type(event)),
        type=event.TYPE,
        subject=aggregate.id,
        time=now,
        dataschema=schema_name(type(event)),
        community=aggregate.community_id,
        sequence=aggregate.event_sequence,
        traceparent=context.traceparent,
        actor=context.actor,
        causation=context.causation or context.correlation_id,
        data=event.model_dump(mode="json"),
    )


class Transaction:
    """An open transaction as a use case sees it. The boundary that opened it commits."""

    def __init__(self, session: AsyncSession, *, now: datetime, context: Context) -> None:
        self.session = session
        self.now = now
        self.context = context
        self.expected_version: int | None = None
        self._outbox: list[dict[str, Any]] = []

    def guard(self, aggregate: AggregateRow) -> None:
        """Raises Stale (412) when the caller's If-Match names another version of `aggregate`."""
        if self.expected_version is not None and aggregate.version != self.expected_version:
            raise Stale(version=aggregate.version)

    def publish(self, aggregate: AggregateRow, event: Event) -> str:
        """Tell `event` of `aggregate` once this transaction is committed; the event's id.

        `aggregate` must be loaded with its version or locked: its `event_sequence` numbers the event.
        """
        aggregate.event_sequence += 1
        envelope = envelope_of(aggregate, event, now=self.now, context=self.context)
        self._outbox.append(
            {
                "id": envelope.id,
                "aggregate_type": event.TYPE.partition(".")[0],
                "aggregate_id": aggregate.id,
                "sequence": envelope.sequence,
                "type": envelope.type,
                "body": envelope.to_bytes(),
                "created_at": self.now,
                "next_attempt_at": self.now,
            }
        )
        return envelope.id

    @asynccontextmanager
    async def apart(self) -> AsyncIterator[None]:
        """A part that may be refused by itself: what it wrote and told is forgotten, the rest stands."""
        told = len(self._outbox)
        try:
            async with self.session.begin_nested():
                yield
                await self.session.flush()
        except BaseException:
            del self._outbox[told:]
            raise

    @property
    def has_published(self) -> bool:
        """Whether the relay has something to do after the commit."""
        return bool(self._outbox)

    async def save(self, tables: RuntimeTables) -> None:
        """Write the rows and the outbox; still open."""
        await self.session.flush()
        if self._outbox:
            await self.session.execute(insert(tables.outbox), self._outbox)


class UnitOfWork:
    """Opens transactions on one service's database and wakes its relay after each commit that told something."""

    def __init__(
        self, database: Database, tables: RuntimeTables, clock: Clock, wake: Callable[[], None] = lambda: None
    ) -> None:
        self.database = database
        self.tables = tables
        self.clock = clock
        self.wake = wake

    @asynccontextmanager
    async def begin(self, context: Context) -> AsyncIterator[Transaction]:
        """Committed on a clean exit, rolled back on any exception."""
        async with self.database.transaction() as session:
            tx = Transaction(session, now=self.clock.now(), context=context)
            yield tx
            await tx.save(self.tables)
        if tx.has_published:
            self.wake()
