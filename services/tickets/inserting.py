"""Insert where a constraint decides: uniqueness is never read first, then written."""

from typing import TypeVar

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.inspection import inspect

from services.tickets.models import Base

R = TypeVar("R", bound=Base)


async def insert_new(session: AsyncSession, row: R) -> R | None:
    """The row as it is now stored; None where another one has its place by a unique constraint. Two statements."""
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    kind = type(row)
    given = {name: value for name, value in vars(row).items() if not name.startswith("_")}
    inserted = await session.execute(
        dialect.insert(kind).values(**given).on_conflict_do_nothing().returning(*inspect(kind).primary_key)
    )
    key = inserted.one_or_none()
    return None if key is None else await session.get_one(kind, tuple(key))
