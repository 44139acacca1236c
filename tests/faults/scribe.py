"""`python -m tests.faults.scribe serve`: the rig's own consumer, which writes down what it handles.

A plain row per handled event, with nothing unique about it: an event that took effect twice stands there twice.
A real service on the shared runtime, with queue, inbox and database of its own. `SCRIBE_NAME` is its queue.
"""

from __future__ import annotations

import asyncio
import os
from datetime import datetime
from pathlib import Path

from fastapi import FastAPI
from pydantic_settings import SettingsConfigDict
from sqlalchemy import Integer, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.contracts.envelope import CloudEvent, Event
from shared.contracts.registry import EVENTS
from shared.kernel.text import Text
from shared.runtime.command_line import Program, main
from shared.runtime.consumer import Handler
from shared.runtime.database import UtcDateTime
from shared.runtime.service import Definition, Service, create_service_app
from shared.runtime.settings import ServiceSettings
from shared.runtime.tables import RuntimeTables, new_metadata
from shared.runtime.unit_of_work import Transaction

SUBJECTS = ("ticket", "charge", "payment", "renovation")
TYPES = frozenset(name for name in EVENTS if name.partition(".")[0] in SUBJECTS)


class Base(DeclarativeBase):
    metadata = new_metadata()


TABLES = RuntimeTables(Base.metadata)


class Entry(Base):
    """`line` tells the order in which effects were written."""

    __tablename__ = "entries"

    line: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    event_id: Mapped[str] = mapped_column(String(64))
    type: Mapped[str] = mapped_column(String(64))
    aggregate_id: Mapped[str] = mapped_column(String(64))
    sequence: Mapped[int] = mapped_column(Integer)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class ScribeSettings(ServiceSettings):
    """`pause_s` makes a handler slow, so that a kill meets many in hand."""

    model_config = SettingsConfigDict(env_prefix="SCRIBE_", extra="ignore", env_ignore_empty=True)

    name: str = "scribe"
    pause_s: float = 0


def writer(pause_s: float) -> Handler:
    async def write_down(tx: Transaction, event: CloudEvent, _payload: Event) -> None:
        if pause_s:
            await asyncio.sleep(pause_s)
        entry = Entry(
            event_id=event.id, type=event.type, aggregate_id=event.subject, sequence=event.sequence, at=tx.now
        )
        tx.session.add(entry)

    return write_down


def definition_of(name: str, pause_s: float = 0) -> Definition:
    return Definition(
        name=name,
        title=Text(zh="记录员", en="Scribe"),
        metadata=Base.metadata,
        tables=TABLES,
        migrations=Path(__file__).parent / "migrations",
        routers=[],
        handlers=dict.fromkeys(TYPES, writer(pause_s)),
    )


def create_app(settings: ScribeSettings) -> FastAPI:
    return create_service_app(Service(definition_of(settings.name, settings.pause_s), settings))


def program() -> Program:
    """Its name is read before the settings are, because the command line knows a program by its definition."""
    name = os.environ.get("SCRIBE_NAME", "scribe")
    return Program(definition=definition_of(name), settings=ScribeSettings, app=create_app)


if __name__ == "__main__":
    main(program())
