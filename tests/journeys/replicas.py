"""When every event that was told has taken effect: a fresh suite's replicas fill within moments of its start."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping

from sqlalchemy import select

from embedded.suite import SERVICES
from gateway.app import PROGRAM as GATEWAY
from shared.runtime.database import Database

SECONDS = 120


async def until_all_is_heard(databases: Mapping[str, str]) -> None:
    """`databases` are the programs' addresses by name."""
    opened = {name: Database(url) for name, url in databases.items()}
    deadline = time.monotonic() + SECONDS
    try:
        while missing := await _unheard(opened):
            assert time.monotonic() < deadline, f"not heard: {missing}"
            await asyncio.sleep(0.25)
    finally:
        for database in opened.values():
            await database.close()


async def _unheard(databases: Mapping[str, Database]) -> dict[str, int]:
    """How many events of the others each consumer has not taken in yet."""
    told: dict[str, str] = {}
    for program in (*SERVICES, GATEWAY):
        outbox = program.definition.tables.outbox
        async with databases[program.definition.name].read() as session:
            told.update((row.id, row.type) for row in await session.execute(select(outbox.c.id, outbox.c.type)))
    missing: dict[str, int] = {}
    for program in SERVICES:
        definition = program.definition
        wanted = {event_id for event_id, kind in told.items() if kind in definition.handlers}
        async with databases[definition.name].read() as session:
            heard = set((await session.scalars(select(definition.tables.inbox.c.event_id))).all())
        if unheard := len(wanted - heard):
            missing[definition.name] = unheard
    return missing
