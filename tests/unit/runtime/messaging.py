"""Builders and fakes for the stories about outbox, relay, bus and consumer."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

from sqlalchemy import Column, Integer, String, Table, func, insert, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.contracts.envelope import CloudEvent, Event
from shared.kernel.clock import Clock, SystemClock
from shared.kernel.ids import new_id
from shared.runtime.bus import Bus, BusAway, DeadLetter, Handle, Message
from shared.runtime.consumer import Consumer
from shared.runtime.context import Context
from shared.runtime.database import Database
from shared.runtime.tables import AggregateRow, RuntimeTables, new_metadata
from shared.runtime.unit_of_work import Transaction, UnitOfWork
from tests.servers import PostgresServer


class DoorOpened(Event):
    """Something that happens to an aggregate again and again."""

    TYPE: ClassVar[str] = "door.opened"
    PRODUCER: ClassVar[str] = "doors"

    by: str = "somebody"


class _Base(DeclarativeBase):
    metadata = new_metadata()


class Door(AggregateRow, _Base):
    __tablename__ = "doors"

    opened: Mapped[int] = mapped_column(Integer, default=0)


TABLES = RuntimeTables(_Base.metadata)
EFFECTS = Table(
    "effects",
    _Base.metadata,
    Column("place", Integer, primary_key=True),
    Column("event_id", String(36), nullable=False),
    Column("door", String(36), nullable=False),
    Column("sequence", Integer, nullable=False),
)
CONTEXT = Context(correlation_id="a request")


@asynccontextmanager
async def database_at(url: str) -> AsyncIterator[Database]:
    """An empty service database."""
    database = Database(url)
    async with database.connection() as connection:
        await connection.run_sync(_Base.metadata.create_all)
    try:
        yield database
    finally:
        await database.close()


@asynccontextmanager
async def fresh_database(kind: str, postgres: Callable[[], PostgresServer], folder: Path) -> AsyncIterator[Database]:
    """On the dialect named `kind`; PostgreSQL is started for the first who needs it."""
    if kind == "sqlite":
        async with database_at(f"sqlite+aiosqlite:///{folder}/{new_id()}.db") as database:
            yield database
        return
    with postgres().database() as url:
        async with database_at(url) as database:
            yield database


class Doors:
    """A producing service: every `open` commits one event of each door."""

    def __init__(self, database: Database, wake: Callable[[], None] = lambda: None, clock: Clock | None = None) -> None:
        self.database = database
        self.clock = clock or SystemClock()
        self.unit_of_work = UnitOfWork(database, TABLES, self.clock, wake)

    async def install(self, count: int) -> list[str]:
        """Doors without events; their ids."""
        doors = [Door(id=new_id(), community_id="garden", event_sequence=0, created_at=_now()) for _ in range(count)]
        async with self.unit_of_work.begin(CONTEXT) as tx:
            tx.session.add_all(doors)
        return [door.id for door in doors]

    async def open(self, *door_ids: str, times: int = 1) -> list[str]:
        """The ids of the events, all committed together."""
        async with self.unit_of_work.begin(CONTEXT) as tx:
            found = [await tx.session.get_one(Door, door_id) for door_id in door_ids]
            told = []
            for _ in range(times):
                for door in found:
                    door.opened += 1
                    told.append(tx.publish(door, DoorOpened()))
        return told

    async def waiting(self) -> int:
        """Unsent events."""
        outbox = TABLES.outbox
        async with self.database.read() as session:
            count = await session.scalar(select(func.count()).select_from(outbox).where(outbox.c.sent_at.is_(None)))
        return count or 0


def consumer_on(
    bus: Bus, database: Database, handler: Callable[[Transaction, CloudEvent, DoorOpened], object] | None = None
) -> Consumer:
    """A consuming service named `watchers` that notes every event as an effect."""
    return Consumer(
        "watchers",
        bus,
        UnitOfWork(database, TABLES, SystemClock()),
        TABLES,
        {DoorOpened.TYPE: handler or note},  # type: ignore[dict-item]
        events={DoorOpened.TYPE: DoorOpened},
    )


async def note(tx: Transaction, envelope: CloudEvent, payload: DoorOpened) -> None:
    """The effect."""
    await tx.session.execute(
        insert(EFFECTS),
        {"event_id": envelope.id, "door": envelope.subject, "sequence": envelope.sequence},
    )


async def effects(database: Database) -> list[tuple[str, str, int]]:
    """(event id, door, sequence) in the order in which they took effect."""
    async with database.read() as session:
        rows = await session.execute(
            select(EFFECTS.c.event_id, EFFECTS.c.door, EFFECTS.c.sequence).order_by(EFFECTS.c.place)
        )
        return [(event_id, door, sequence) for event_id, door, sequence in rows]


def out_of_order(seen: Sequence[tuple[str, int]]) -> list[str]:
    """Aggregates whose first occurrences did not come in sequence."""
    last: dict[str, int] = {}
    wrong = []
    for key, sequence in seen:
        if sequence > last.get(key, 0) + 1:
            wrong.append(key)
        last[key] = max(last.get(key, 0), sequence)
    return wrong


async def until(
    is_so: Callable[[], object], *, within_s: float = 10, what: str = "the expected did not happen"
) -> float:
    """Seconds that it took until `is_so` (which may be async) was true. Fails the test after `within_s`."""
    started = time.monotonic()
    while True:
        found = is_so()
        if asyncio.iscoroutine(found):
            found = await found
        if found:
            return time.monotonic() - started
        assert time.monotonic() - started < within_s, what
        await asyncio.sleep(0.02)


class FakeBus:
    """Keeps what is published. `answer` decides about each message; `delay_s` is what a publish takes."""

    def __init__(self, *, delay_s: float = 0.0) -> None:
        self.published: list[Message] = []
        self.calls = 0
        self.delay_s = delay_s
        self.is_ready = True
        self.answer: Callable[[Message], Exception | None] = lambda _: None
        self._notices: list[Callable[[], None]] = []

    @property
    def ready(self) -> bool:
        return self.is_ready

    def on_ready(self, notice: Callable[[], None]) -> None:
        self._notices.append(notice)

    def come_back(self) -> None:
        self.is_ready = True
        for notice in self._notices:
            notice()

    async def start(self) -> None: ...

    async def stop(self) -> None: ...

    async def wait_ready(self, timeout_s: float = 10) -> None: ...

    async def publish(self, messages: Sequence[Message]) -> Sequence[Exception | None]:
        """As the real ones: after a failure the later messages of its key are not sent."""
        self.calls += 1
        if not self.is_ready:
            return [BusAway("away")] * len(messages)
        results: list[Exception | None] = []
        failed: set[str] = set()
        for message in messages:
            answer = ValueError("held back") if message.key in failed else self.answer(message)
            if answer is None:
                self.published.append(message)
            else:
                failed.add(message.key)
            results.append(answer)
        await asyncio.sleep(self.delay_s)
        return results

    async def send_to(self, queue: str, messages: Sequence[Message]) -> Sequence[Exception | None]:
        return await self.publish(messages)

    async def declare(self, queue: str, bindings: Collection[str]) -> None: ...

    async def consume(self, queue: str, bindings: Collection[str], handle: Handle) -> None: ...

    async def dead_letters(self, queue: str, *, limit: int = 100) -> Sequence[DeadLetter]:
        return []

    async def replay(self, queue: str, *, event_ids: Collection[str] | None = None) -> int:
        return 0

    def ids(self) -> list[str]:
        return [message.event_id for message in self.published]

    def order(self) -> list[tuple[str, int]]:
        return [(message.key, CloudEvent.parse(message.body).sequence) for message in self.published]


def message(routing_key: str = "door.opened", *, key: str | None = None, body: bytes = b"{}") -> Message:
    """One with an id of its own."""
    event_id = new_id()
    return Message(event_id, routing_key, key or event_id, body)


def _now() -> datetime:
    return datetime.now(UTC)
