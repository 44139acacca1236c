"""Row 11 of performance.md: from a commit to the consumer's commit, beside raw publish → consume.

Ours: a use case commits an event with its aggregate, the relay tells it, another service's consumer commits its
inbox row and its effect in its own database (PostgreSQL, fsync on). Raw: aio-pika publishes with confirms into a
durable quorum queue and its callback gets the message. One event at a time at the same pace, in one process.
"""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager
from typing import Any, ClassVar

import aio_pika
from aio_pika.abc import AbstractIncomingMessage
from sqlalchemy import Column, String, Table, insert
from sqlalchemy.orm import DeclarativeBase

from benchmarks.rows.relay import PrivateServers, Servers
from shared.contracts.envelope import CloudEvent, Event
from shared.kernel.clock import SystemClock
from shared.kernel.ids import new_id
from shared.runtime.bus.rabbitmq import RabbitBus
from shared.runtime.consumer import Consumer
from shared.runtime.context import Context
from shared.runtime.database import Database
from shared.runtime.relay import Relay
from shared.runtime.tables import AggregateRow, RuntimeTables, new_metadata
from shared.runtime.unit_of_work import Transaction, UnitOfWork
from tests.servers import ensure_postgres, ensure_rabbitmq

EVENTS = 300
WARM_UP = 50
PACE_S = 0.01
ROUNDS = 3


class BenchTold(Event):
    """An event of the usual size."""

    TYPE: ClassVar[str] = "bench.told"
    PRODUCER: ClassVar[str] = "bench"

    filling: str = "x" * 600


class _Base(DeclarativeBase):
    metadata = new_metadata()


class _Thing(AggregateRow, _Base):
    __tablename__ = "things"


_TABLES = RuntimeTables(_Base.metadata)
_EFFECTS = Table("effects", _Base.metadata, Column("event_id", String(36), primary_key=True))

Tell = Callable[[], Awaitable[None]]


class Watch:
    """When each event began and ended, and how long that was."""

    def __init__(self) -> None:
        self.began: dict[str, float] = {}
        self.ended: dict[str, float] = {}
        self._all = asyncio.Event()

    def end(self, event_id: str) -> None:
        self.ended[event_id] = time.perf_counter()
        if len(self.ended) == WARM_UP + EVENTS:
            self._all.set()

    async def run(self, tell: Tell) -> tuple[float, float]:
        """p50 and p99 in seconds."""
        self.began.clear()
        self.ended.clear()
        self._all.clear()
        for _ in range(WARM_UP + EVENTS):
            await tell()
            await asyncio.sleep(PACE_S)
        await self._all.wait()
        spans = sorted([self.ended[event] - began for event, began in self.began.items()][WARM_UP:])
        return spans[len(spans) // 2], spans[len(spans) * 99 // 100]


def measure(servers: Servers) -> list[dict[str, Any]]:
    """Rows 11a and 11b; `ratio` is the best run over the best raw run."""
    with (
        servers.postgres.database() as producer_url,
        servers.postgres.database() as consumer_url,
        servers.rabbitmq.vhost() as broker_url,
    ):
        raw, ours, cpu_us = asyncio.run(_measure(producer_url, consumer_url, broker_url))
    rows = []
    for place, (row_id, name, reach) in enumerate((("11a", "p50", 4.0), ("11b", "p99", 3.0))):
        best_raw, best = min(run[place] for run in raw), min(run[place] for run in ours)
        rows.append(
            {
                "id": row_id,
                "name": f"commit → consumer's commit ÷ raw publish → consume, {name}",
                "ratio": best / best_raw,
                "reach": reach,
                "stretch": 2.0,
                "cpu_us_per_op": cpu_us,
                "note": f"{best * 1000:.1f} ms beside {best_raw * 1000:.1f} ms",
            }
        )
    return rows


async def _measure(
    producer_url: str, consumer_url: str, broker_url: str
) -> tuple[list[tuple[float, float]], list[tuple[float, float]], float]:
    raw, ours, cpu = [], [], []
    async with AsyncExitStack() as stack:
        raw_watch, raw_tell = await stack.enter_async_context(_raw(broker_url))
        our_watch, our_tell = await stack.enter_async_context(_ours(producer_url, consumer_url, broker_url))
        for _ in range(ROUNDS):
            raw.append(await raw_watch.run(raw_tell))
            worked = time.process_time()
            ours.append(await our_watch.run(our_tell))
            cpu.append((time.process_time() - worked) / (EVENTS + WARM_UP) * 1_000_000)
            raw.append(await raw_watch.run(raw_tell))
    return raw, ours, min(cpu)


@asynccontextmanager
async def _raw(broker_url: str) -> AsyncIterator[tuple[Watch, Tell]]:
    watch = Watch()
    connection = await aio_pika.connect(broker_url)
    consuming = await aio_pika.connect(broker_url)
    channel = await connection.channel(on_return_raises=True)
    exchange = await channel.declare_exchange("raw", aio_pika.ExchangeType.TOPIC, durable=True)
    reading = await consuming.channel()
    await reading.set_qos(prefetch_count=64)
    queue = await reading.declare_queue("raw", durable=True, arguments={"x-queue-type": "quorum"})
    await queue.bind("raw", BenchTold.TYPE)
    body = BenchTold().filling.encode()

    async def take(message: AbstractIncomingMessage) -> None:
        await message.ack()
        watch.end(message.message_id or "")

    async def tell() -> None:
        event_id = new_id()
        watch.began[event_id] = time.perf_counter()
        message = aio_pika.Message(body, message_id=event_id, delivery_mode=aio_pika.DeliveryMode.PERSISTENT)
        await exchange.publish(message, BenchTold.TYPE, mandatory=True)

    await queue.consume(take)
    try:
        yield watch, tell
    finally:
        await consuming.close()
        await connection.close()


class _TimedConsumer(Consumer):
    """Stops the watch when the transaction is committed."""

    def __init__(self, watch: Watch, bus: RabbitBus, unit_of_work: UnitOfWork) -> None:
        super().__init__(
            "bench", bus, unit_of_work, _TABLES, {BenchTold.TYPE: _take_effect}, events={BenchTold.TYPE: BenchTold}
        )
        self._watch = watch

    async def handle(self, delivery: Any) -> None:
        await super().handle(delivery)
        self._watch.end(delivery.message.event_id)


async def _take_effect(tx: Transaction, envelope: CloudEvent, payload: BenchTold) -> None:
    await tx.session.execute(insert(_EFFECTS), {"event_id": envelope.id})


@asynccontextmanager
async def _ours(producer_url: str, consumer_url: str, broker_url: str) -> AsyncIterator[tuple[Watch, Tell]]:
    watch, clock = Watch(), SystemClock()
    producer, consumer = Database(producer_url), Database(consumer_url)
    for database in (producer, consumer):
        async with database.connection() as connection:
            await connection.run_sync(_Base.metadata.create_all)
    out, into = (RabbitBus(broker_url, connection_name=f"bench {name}") for name in ("producer", "consumer"))
    relay = Relay(producer, _TABLES, out, clock)
    unit_of_work = UnitOfWork(producer, _TABLES, clock, relay.wake)
    consuming = _TimedConsumer(watch, into, UnitOfWork(consumer, _TABLES, clock))

    async def tell() -> None:
        thing = _Thing(id=new_id(), community_id="bench", event_sequence=0, created_at=clock.now())
        async with unit_of_work.begin(Context(correlation_id="bench")) as tx:
            tx.session.add(thing)
            event_id = tx.publish(thing, BenchTold())
        watch.began[event_id] = time.perf_counter()

    await into.start()
    await consuming.start()
    await into.wait_ready()
    await out.start()
    await relay.start()
    try:
        yield watch, tell
    finally:
        await relay.stop()
        await out.stop()
        await into.stop()
        await producer.close()
        await consumer.close()


if __name__ == "__main__":
    with ExitStack() as stack:
        own = PrivateServers(stack.enter_context(ensure_postgres(durable=True)), stack.enter_context(ensure_rabbitmq()))
        print(json.dumps(measure(own), ensure_ascii=False, indent=1))
