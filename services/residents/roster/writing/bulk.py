"""Many rows in one statement, inside the session's transaction: COPY on PostgreSQL, executemany on SQLite.

Measured in performance.md: a statement a row takes sixty times as long as COPY.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import JSON, Table, bindparam, insert, update
from sqlalchemy.ext.asyncio import AsyncSession

_JSON = {"ensure_ascii": False, "separators": (",", ":")}


async def insert_rows(
    session: AsyncSession, table: Table, names: Sequence[str], rows: Sequence[tuple[Any, ...]]
) -> None:
    """`names` are the columns of each tuple; columns left out get the database's default."""
    if not rows:
        return
    if session.get_bind().dialect.name == "sqlite":
        await session.execute(insert(table), [dict(zip(names, row, strict=True)) for row in rows])
        return
    columns = [table.c[name] for name in names]
    for place in [at for at, column in enumerate(columns) if isinstance(column.type, JSON)]:
        written: dict[int, str] = {}  # by identity: all who are told alike share one list
        for row in rows:
            if id(row[place]) not in written:
                written[id(row[place])] = json.dumps(row[place], **_JSON)  # type: ignore[arg-type]
        rows = [(*row[:place], written[id(row[place])], *row[place + 1 :]) for row in rows]
    connection = await (await session.connection()).get_raw_connection()
    driver: Any = connection.driver_connection
    await driver.copy_records_to_table(table.name, columns=[column.name for column in columns], records=rows)


async def update_rows(session: AsyncSession, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Each has its `id` and the new content of some columns; rows of the same columns go together.

    They must be locked: no version is compared here.
    """
    alike: dict[tuple[str, ...], list[Mapping[str, Any]]] = {}
    for row in rows:
        alike.setdefault(tuple(sorted(row.keys() - {"id"})), []).append(row)
    for names, group in alike.items():
        statement = (
            update(table)
            .where(table.c.id == bindparam("its_id"))
            .values({name: bindparam(f"new_{name}", type_=table.c[name].type) for name in names})
        )
        content = [{"its_id": row["id"], **{f"new_{name}": row[name] for name in names}} for row in group]
        connection = await session.connection()
        await connection.execute(statement, content)


def chunks(ids: Collection[str], size: int = 5000) -> list[list[str]]:
    """For lists of parameters: SQLite takes some thirty thousand at most."""
    every = list(ids)
    return [every[at : at + size] for at in range(0, len(every), size)]
