"""One database, two dialects: PostgreSQL by asyncpg, SQLite by aiosqlite (WAL, synchronous=FULL).

A SQLite write transaction begins with BEGIN IMMEDIATE, so that two writers queue up instead of one failing
half-way with "database is locked" when it upgrades its read lock.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import orjson
from sqlalchemy import JSON, Connection, DateTime, Dialect, event, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeDecorator, TypeEngine

JsonColumn = JSON().with_variant(JSONB(), "postgresql")

_BUSY_TIMEOUT_MS = 10_000


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC moment: `timestamptz` on PostgreSQL, naive UTC text on SQLite."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The column type of the dialect."""
        return dialect.type_descriptor(DateTime(timezone=dialect.name != "sqlite"))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To storage. Raises ValueError for a naive moment."""
        if value is None:
            return None
        if value.tzinfo is None:
            msg = "a stored moment must be aware"
            raise ValueError(msg)
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """From storage, always aware UTC."""
        return value.replace(tzinfo=UTC) if value is not None else None

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any] | None:
        """None on PostgreSQL, whose driver gives aware UTC itself: a call a value was a tenth of a list's time."""
        return super().result_processor(dialect, coltype) if dialect.name == "sqlite" else None


class Database:
    """An engine and the ways to use it: `transaction` and `connection` commit on a clean exit, `read` never does."""

    def __init__(self, url: str, *, pool_size: int = 10) -> None:
        self.url = url
        self.is_sqlite = url.startswith("sqlite")
        self.engine: AsyncEngine = _sqlite_engine(url) if self.is_sqlite else _postgres_engine(url, pool_size)
        self._writer = self.engine.execution_options(lobby_write=True)
        self._turn = asyncio.Lock()

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgresql`."""
        return self.engine.dialect.name

    @asynccontextmanager
    async def _writing(self) -> AsyncIterator[None]:
        """SQLite has one writer: waiting here is fair and prompt, its own busy handler sleeps and is neither."""
        if not self.is_sqlite:
            yield
            return
        async with self._turn:
            yield

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[AsyncConnection]:
        """A write transaction on a bare connection, for the machinery that needs no ORM."""
        async with self._writing(), self._writer.connect() as connection:
            yield connection
            await connection.commit()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """A session whose work is committed on a clean exit and rolled back on any exception."""
        async with (
            self._writing(),
            AsyncSession(self._writer, expire_on_commit=False, autoflush=False) as session,
        ):
            yield session
            await session.commit()

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """A session for reading; nothing is committed."""
        async with AsyncSession(self.engine, expire_on_commit=False, autoflush=False) as session:
            yield session

    @asynccontextmanager
    async def rows(self) -> AsyncIterator[AsyncConnection]:
        """A bare connection for reading plain rows; nothing is committed."""
        async with self.engine.connect() as connection:
            yield connection

    async def ping(self) -> None:
        """Raises when the database does not answer."""
        async with self.engine.connect() as connection:
            await connection.execute(text("SELECT 1"))

    async def analyze(self, tables: Iterable[str] = ()) -> None:
        """After a bulk load: until autovacuum comes by, PostgreSQL plans as if the tables were empty.

        A household was looked up by phone in six seconds that way. Without `tables` every one is looked at.
        """
        if not self.is_sqlite:
            async with self.connection() as connection:
                await connection.execute(text(f"ANALYZE {', '.join(tables)}"))

    async def close(self) -> None:
        """Give every connection back."""
        await self.engine.dispose()


def _postgres_engine(url: str, pool_size: int) -> AsyncEngine:
    return create_async_engine(
        url,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=5,
        connect_args={
            "timeout": 5,
            "command_timeout": 30,
            "server_settings": {"timezone": "UTC", "idle_in_transaction_session_timeout": "30000"},
        },
        json_serializer=_dump_json,
        json_deserializer=orjson.loads,
    )


def _sqlite_engine(url: str) -> AsyncEngine:
    engine = create_async_engine(
        url, json_serializer=_dump_json, json_deserializer=orjson.loads, pool_size=4, max_overflow=8
    )

    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # the driver must not begin by itself: `begin` below does
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            f"busy_timeout={_BUSY_TIMEOUT_MS}",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Connection) -> None:
        is_write = connection.get_execution_options().get("lobby_write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if is_write else "BEGIN")

    return engine


def _dump_json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


_REFUSED_STATEMENT = (IntegrityError, DataError, ProgrammingError)
_AWAY_WORDS = ("connect", "closed", "shutdown", "shutting down", "starting up", "locked", "terminat")


def is_database_away(error: BaseException) -> bool:
    """Whether the database could not be reached, rather than having refused a statement."""
    if isinstance(error, PoolTimeoutError | ConnectionError | TimeoutError):
        return True
    if not isinstance(error, DBAPIError) or isinstance(error, _REFUSED_STATEMENT):
        return False
    words = f"{type(error.orig).__name__} {error.orig}".lower()
    return error.connection_invalidated or any(word in words for word in _AWAY_WORDS)
