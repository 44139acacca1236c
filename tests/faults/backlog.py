"""What still lies in the queues."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Collection
from contextlib import closing
from pathlib import Path

import aio_pika

from shared.runtime.bus import DEFAULT_RETRY_DELAYS_S
from shared.runtime.bus.topology import dead_queue, retry_exchange
from tests.faults.books import CONSUMERS


async def in_rabbitmq(url: str, scribes: Collection[str]) -> dict[str, int]:
    """Of consumers, their dead letters and the retries. Asked of the queues: the statistics lag by seconds."""
    queues = [name for name, definition in CONSUMERS.items() if definition.handlers] + list(scribes)
    names = [*queues, *map(dead_queue, queues), *map(retry_exchange, DEFAULT_RETRY_DELAYS_S)]
    async with await aio_pika.connect(url) as connection, connection.channel() as channel:
        found = [await channel.declare_queue(name, passive=True) for name in names]
    return {queue.name: queue.declaration_result.message_count or 0 for queue in found}


async def in_file(path: Path) -> dict[str, int]:
    """Of the embedded suite's bus."""
    return await asyncio.to_thread(_count, path)


def _count(path: Path) -> dict[str, int]:
    query = "SELECT queue || CASE WHEN dead_at IS NULL THEN '' ELSE '.dead' END, count(*) FROM bus_messages GROUP BY 1"
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=10)) as connection:
        return dict(connection.execute(query).fetchall())
