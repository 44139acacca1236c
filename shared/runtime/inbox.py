"""The inbox: which events a consumer has had, written in the transaction of their effect."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, tuple_
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from shared.runtime.database import Database
from shared.runtime.tables import RuntimeTables


async def is_first_time(
    session: AsyncSession, tables: RuntimeTables, *, consumer: str, event_id: str, now: datetime
) -> bool:
    """Enter the event into the inbox; False when it was there.

    Of two transactions with one event the second waits here for the first to end.
    """
    insert: Any = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    statement = insert(tables.inbox).on_conflict_do_nothing()
    result: Any = await session.execute(statement, {"consumer": consumer, "event_id": event_id, "handled_at": now})
    return bool(result.rowcount)


async def prune_inbox(database: Database, tables: RuntimeTables, *, handled_before: datetime, batch: int = 1000) -> int:
    """Forget events handled before that moment; how many.

    It must lie further back than any replay can reach, or a replayed event would take effect twice.
    """
    rows = tables.inbox
    key = tuple_(rows.c.consumer, rows.c.event_id)
    old = select(rows.c.consumer, rows.c.event_id).where(rows.c.handled_at < handled_before).limit(batch)
    deleted = 0
    while True:
        async with database.connection() as connection:
            gone = (await connection.execute(delete(rows).where(key.in_(old)))).rowcount
        deleted += gone
        if gone < batch:
            return deleted
