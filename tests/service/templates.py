"""A program is migrated once per run; every further database gets the result, which takes hardly any time."""

import asyncio
import atexit
import shutil
import tempfile
from pathlib import Path

import asyncpg
from sqlalchemy import Connection, event, make_url, text

from shared.runtime import migrations
from shared.runtime.command_line import Program
from shared.runtime.database import Database

_FILES = Path(tempfile.mkdtemp(prefix="lobby-templates-"))
atexit.register(shutil.rmtree, _FILES, ignore_errors=True)
_SCRIPTS: dict[str, str] = {}


async def migrated(program: Program, url: str) -> None:
    """Give the empty database at `url` the program's newest schema."""
    if url.startswith("sqlite"):
        await _copy_file(program, Path(url.partition("///")[2]))
    else:
        await _replay(program, url)


async def _copy_file(program: Program, target: Path) -> None:
    if target.exists():  # a copy of something that was migrated before
        return
    template = _FILES / f"{program.definition.name}.db"
    if not template.exists():
        draft = _FILES / f"{program.definition.name}.draft"
        database = Database(f"sqlite+aiosqlite:///{draft}")
        await migrations.migrate(database, program.definition.migrations)
        async with database.engine.connect() as connection:
            await connection.commit()
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            await connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
        await database.close()
        draft.rename(template)
    await asyncio.to_thread(shutil.copyfile, template, target)


async def _replay(program: Program, url: str) -> None:
    """The statements of the first migration, sent in one go: nothing is dropped, and no checkpoint waited for."""
    if await _has_schema(url):
        return
    if (script := _SCRIPTS.get(program.definition.name)) is not None:
        connection = await asyncpg.connect(_plain(url), timeout=10)
        try:
            await connection.execute(script)
        finally:
            await connection.close()
        return
    statements: list[str] = []
    database = Database(url)

    @event.listens_for(database.engine.sync_engine, "before_cursor_execute")
    def note(_connection: Connection, _cursor: object, statement: str, parameters: object, *_: object) -> None:
        if not statement.lstrip().upper().startswith("SELECT"):
            assert not parameters, statement
            statements.append(statement)

    await migrations.migrate(database, program.definition.migrations)
    await database.close()
    _SCRIPTS[program.definition.name] = ";\n".join(statements)


async def _has_schema(url: str) -> bool:
    connection = await asyncpg.connect(_plain(url), timeout=10)
    try:
        return bool(await connection.fetchval("SELECT to_regclass('alembic_version') IS NOT NULL"))
    finally:
        await connection.close()


def _plain(url: str) -> str:
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
