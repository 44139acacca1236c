"""Row 10 of performance.md: the outbox relay beside raw publishes with 500 confirms in flight.

Both send the same bodies through the same topic exchange into the same durable quorum queue that nobody reads.
The relay has to claim, publish and mark sent in PostgreSQL (fsync on) within the time; the raw publisher has
its messages in memory. The raw publisher is aio-pika as its documentation shows it. The suite's own publisher writes
many messages at once and is faster than that; what it does from memory is told in the note.
"""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

import aio_pika
from aio_pika.abc import AbstractExchange
from sqlalchemy import insert

from shared.contracts.envelope import CloudEvent
from shared.kernel.clock import SystemClock
from shared.kernel.ids import new_id
from shared.runtime.bus.base import EXCHANGE, Message
from shared.runtime.bus.observer import Unobserved
from shared.runtime.bus.rabbitmq import RabbitBus
from shared.runtime.database import Database
from shared.runtime.relay import Relay
from shared.runtime.tables import RuntimeTables, new_metadata
from tests.servers import PostgresServer, RabbitmqServer, ensure_postgres, ensure_rabbitmq

EVENTS = 10_000
IN_FLIGHT = 500
ROUNDS = 3
QUEUE = "bench"
TYPE = "ticket.opened"


class Servers(Protocol):
    """What the rows run on."""

    @property
    def postgres(self) -> PostgresServer: ...

    @property
    def rabbitmq(self) -> RabbitmqServer: ...


@dataclass(frozen=True)
class PrivateServers:
    """Started by the bench itself."""

    postgres: PostgresServer
    rabbitmq: RabbitmqServer


@dataclass(frozen=True)
class Run:
    """One timed run: events per second and this process's processor time for each, in microseconds."""

    rate: float
    cpu_us: float


def measure(servers: Servers) -> list[dict[str, Any]]:
    """Row 10. `ratio` is the best relay run over the best raw run."""
    with servers.postgres.database() as database_url, servers.rabbitmq.vhost() as broker_url:
        raw, relayed, own = asyncio.run(_measure(database_url, broker_url))
    best_raw, best_relay = max(run.rate for run in raw), max(run.rate for run in relayed)
    return [
        {
            "id": "10",
            "name": f"outbox relay ÷ raw publish with {IN_FLIGHT} confirms in flight, events/s",
            "ratio": best_relay / best_raw,
            "reach": 0.85,
            "stretch": 0.95,
            "cpu_us_per_op": min(run.cpu_us for run in relayed),
            "note": f"{best_relay:,.0f}/s beside {best_raw:,.0f}/s ({min(run.cpu_us for run in raw):.0f} µs/event); "
            f"own publisher from memory {max(run.rate for run in own):,.0f}/s",
        }
    ]


async def _measure(database_url: str, broker_url: str) -> tuple[list[Run], list[Run], list[Run]]:
    metadata = new_metadata()
    tables = RuntimeTables(metadata)
    database = Database(database_url)
    async with database.connection() as setting_up:
        await setting_up.run_sync(metadata.create_all)
    bus = RabbitBus(broker_url, connection_name="bench relay")
    await bus.declare(QUEUE, [TYPE])
    await bus.start()
    await bus.wait_ready()
    raw: list[Run] = []
    relayed: list[Run] = []
    own: list[Run] = []
    connection = await aio_pika.connect(broker_url)
    try:
        channel = await connection.channel(on_return_raises=True)
        exchange = await channel.get_exchange(EXCHANGE)
        queue = await channel.get_queue(QUEUE)
        for _ in range(ROUNDS):
            for sample, act in (
                (raw, lambda: _publish(exchange)),
                (relayed, lambda: _relay(bus, database, tables)),
                (raw, lambda: _publish(exchange)),
                (own, lambda: _publish_ours(bus)),
            ):
                if sample is relayed:
                    await _fill(database, tables)
                sample.append(await _timed(act))
                await queue.purge()
    finally:
        await connection.close()
        await bus.stop()
        await database.close()
    return raw, relayed, own


async def _timed(act: Callable[[], Awaitable[None]]) -> Run:
    started, worked = time.perf_counter(), time.process_time()
    await act()
    return Run(EVENTS / (time.perf_counter() - started), (time.process_time() - worked) / EVENTS * 1_000_000)


async def _publish(exchange: AbstractExchange) -> None:
    body = _body(new_id(), new_id())
    places = asyncio.Semaphore(IN_FLIGHT)

    async def one() -> None:
        async with places:
            message = aio_pika.Message(
                body,
                delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
                message_id=new_id(),
                content_type="application/cloudevents+json",
            )
            await exchange.publish(message, TYPE, mandatory=True)

    async with asyncio.TaskGroup() as tasks:
        for _ in range(EVENTS):
            tasks.create_task(one())


async def _publish_ours(bus: RabbitBus) -> None:
    body = _body(new_id(), new_id())
    for _ in range(EVENTS // IN_FLIGHT):
        results = await bus.publish([Message(new_id(), TYPE, new_id(), body) for _ in range(IN_FLIGHT)])
        assert not any(results)


class _Count(Unobserved):
    """Says when everything was marked sent."""

    def __init__(self) -> None:
        self.done = asyncio.Event()
        self._sent = 0

    def published(self, count: int, *, lag_s: float) -> None:
        self._sent += count
        if self._sent >= EVENTS:
            self.done.set()


async def _relay(bus: RabbitBus, database: Database, tables: RuntimeTables) -> None:
    count = _Count()
    relay = Relay(database, tables, bus, SystemClock(), observer=count)
    await relay.start()
    await count.done.wait()
    await relay.stop()


async def _fill(database: Database, tables: RuntimeTables) -> None:
    now = datetime.now(UTC)
    rows = []
    for _ in range(EVENTS):
        event_id, aggregate_id = new_id(), new_id()
        rows.append(
            {
                "id": event_id,
                "aggregate_type": "ticket",
                "aggregate_id": aggregate_id,
                "sequence": 1,
                "type": TYPE,
                "body": _body(event_id, aggregate_id),
                "created_at": now,
                "next_attempt_at": now,
            }
        )
    async with database.connection() as connection:
        await connection.execute(insert(tables.outbox), rows)


def _body(event_id: str, aggregate_id: str) -> bytes:
    """The size of a ticket's event."""
    return CloudEvent(
        id=event_id,
        source="/services/tickets",
        type=TYPE,
        subject=aggregate_id,
        time=datetime.now(UTC),
        dataschema=f"urn:lobby:event:{TYPE}:1",
        community=aggregate_id,
        sequence=1,
        data={f"field_{number}": aggregate_id for number in range(12)},
    ).to_bytes()


if __name__ == "__main__":
    with ExitStack() as stack:
        own = PrivateServers(stack.enter_context(ensure_postgres(durable=True)), stack.enter_context(ensure_rabbitmq()))
        print(json.dumps(measure(own), ensure_ascii=False, indent=1))
