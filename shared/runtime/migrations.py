"""Alembic, run in the process: under a lock, with time-outs, and only when something is to be done."""

import asyncio
import tempfile
from pathlib import Path
from typing import Any, Literal

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, text

from shared.runtime.database import Database, JsonColumn, UtcDateTime

_LOCK = 0x10BB1


def config_for(directory: Path) -> Config:
    """Alembic's configuration of one service, without an ini file."""
    config = Config()
    config.set_main_option("script_location", str(directory).replace("%", "%%"))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    return config


async def migrate(database: Database, directory: Path) -> bool:
    """Bring the schema to its head; whether anything was done. Safe to call from several replicas at once."""
    head = ScriptDirectory.from_config(config_for(directory)).get_current_head()
    async with database.engine.connect() as connection:
        if await connection.run_sync(_revision) == head:
            return False
    async with database.connection() as connection:
        if not database.is_sqlite:
            await connection.execute(text("SET LOCAL lock_timeout = '10s'"))
            await connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
        return await connection.run_sync(_upgrade, directory, head)


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _upgrade(connection: Connection, directory: Path, head: str | None) -> bool:
    if _revision(connection) == head:
        return False
    config = config_for(directory)
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    return True


def run_env(context: Any, metadata: MetaData, *, apart: str | None = None) -> None:
    """The body of every service's `migrations/env.py`.

    Tables whose names begin with `apart` are the migrations' own and no model's: they are not compared.
    """

    def is_compared(_item: object, name: str | None, kind: str, reflected: bool, _to: object) -> bool:  # noqa: FBT001
        return not (reflected and kind == "table" and apart and (name or "").startswith(apart))

    connection = context.config.attributes["connection"]
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=True,
        compare_type=True,
        transaction_per_migration=False,
        render_item=_render,
        include_object=is_compared,
    )
    context.run_migrations()


def _render(kind: str, item: object, autogen: Any) -> str | Literal[False]:
    """Our two column types by their names, so that a migration reads like the model."""
    if kind == "type" and (item is JsonColumn or isinstance(item, UtcDateTime)):
        name = "JsonColumn" if item is JsonColumn else "UtcDateTime()"
        autogen.imports.add(f"from shared.runtime.database import {name.removesuffix('()')}")
        return name
    return False


async def check(directory: Path) -> None:
    """Raises alembic's CommandError when the models and the migrations differ. Uses a SQLite file of its own."""
    await _on_scratch(directory, "check")


async def make_revision(directory: Path, message: str) -> None:
    """Write a new migration from the difference between the models and the migrations so far."""
    await _on_scratch(directory, "revision", message=message)


async def _on_scratch(directory: Path, action: str, *, message: str = "") -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite+aiosqlite:///{folder}/scratch.db")
        await migrate(database, directory)

        def act(connection: Connection) -> None:
            config = config_for(directory)
            config.attributes["connection"] = connection
            if action == "check":
                command.check(config)
            else:
                number = len(list((directory / "versions").glob("[0-9]*.py"))) + 1
                command.revision(config, message=message, autogenerate=True, rev_id=f"{number:04d}")

        async with database.engine.connect() as connection:
            await connection.run_sync(act)
        await database.close()


def migrate_now(url: str, directory: Path) -> bool:
    """`migrate` for a program that has no event loop yet."""

    async def once() -> bool:
        database = Database(url)
        try:
            return await migrate(database, directory)
        finally:
            await database.close()

    return asyncio.run(once())
