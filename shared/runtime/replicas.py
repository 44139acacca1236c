"""Local replicas fed by events: a late event never overwrites a newer state. Source: architecture 5."""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase


async def keep_newest(session: AsyncSession, row: type[DeclarativeBase], **state: Any) -> bool:
    """Insert or update the replica `row` with `state`, which has its primary key `id` and its `version`.

    One statement; False when the replica already had this version or a newer one.
    """
    table = row.__table__
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    insert = dialect.insert(table).values(**state)
    newest = insert.on_conflict_do_update(
        index_elements=[table.c.id],
        set_={name: insert.excluded[name] for name in state if name != "id"},
        where=table.c.version < insert.excluded.version,
    )
    result = await session.execute(newest.returning(table.c.id))
    return result.first() is not None
