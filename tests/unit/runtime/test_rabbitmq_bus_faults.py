"""The broker is killed, frozen and cut off in mid-stream: everything flows again and nothing is lost."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from shared.kernel.clock import SystemClock
from shared.runtime.bus.rabbitmq import RabbitBus
from shared.runtime.database import Database
from shared.runtime.relay import Relay
from tests.servers import RabbitmqServer, ensure_rabbitmq
from tests.unit.runtime.messaging import TABLES, Doors, consumer_on, database_at, effects, out_of_order, until

pytestmark = pytest.mark.faults


@pytest.fixture(scope="module")
def broker() -> Iterator[RabbitmqServer]:
    """One of our own: others must not feel what happens here."""
    with ensure_rabbitmq() as server:
        yield server


@dataclass
class Stream:
    """A service that tells something ten times a second, and one that takes note of it."""

    doors: Doors
    installed: list[str]
    consumed: Database
    bus: RabbitBus
    relay: Relay
    told: list[str]
    going: bool = True

    async def flow(self) -> None:
        while self.going:
            self.told += await self.doors.open(*self.installed)
            await asyncio.sleep(0.1)

    async def taken(self) -> set[str]:
        return {event_id for event_id, _, _ in await effects(self.consumed)}

    async def advances(self) -> None:
        """Until something that is told from now on has its effect."""
        mark = len(self.told)
        await until(lambda: len(self.told) > mark)
        newest = self.told[mark]

        async def arrived() -> bool:
            return newest in await self.taken()

        await until(arrived, within_s=10, what="nothing flowed within ten seconds")

    async def assert_complete(self) -> None:
        """Every event once and in order."""

        async def arrived() -> bool:
            return set(self.told) <= await self.taken()

        await until(arrived, within_s=20, what="events were lost")
        found = await effects(self.consumed)
        assert sorted(event_id for event_id, _, _ in found) == sorted(self.told)
        assert out_of_order([(door, sequence) for _, door, sequence in found]) == []


@asynccontextmanager
async def stream(url: str, folder: Path, *, heartbeat_s: int) -> AsyncIterator[Stream]:
    async with (
        database_at(f"sqlite+aiosqlite:///{folder}/doors.db") as producer,
        database_at(f"sqlite+aiosqlite:///{folder}/watchers.db") as consumer,
    ):
        buses = [RabbitBus(url, connection_name=name, heartbeat_s=heartbeat_s) for name in ("doors", "watchers")]
        relay = Relay(producer, TABLES, buses[0], SystemClock())
        doors = Doors(producer, relay.wake)
        flowing = Stream(doors, await doors.install(3), consumer, buses[0], relay, [])
        await consumer_on(buses[1], consumer).start()
        for bus in reversed(buses):
            await bus.start()
            await bus.wait_ready(30)
        await relay.start()
        task = asyncio.create_task(flowing.flow())
        try:
            yield flowing
        finally:
            flowing.going = False
            await task
            await relay.stop()
            for bus in buses:
                await bus.stop()


async def test_a_broker_killed_in_mid_stream_loses_nothing_and_all_flows_within_ten_seconds_of_its_start(
    broker: RabbitmqServer, tmp_path: Path
) -> None:
    with broker.vhost() as url:
        async with stream(url, tmp_path, heartbeat_s=5) as flowing:
            await flowing.advances()
            # RabbitMQ 3.10 may forget a quorum queue that was created less than a second before it is killed.
            await asyncio.sleep(3)
            await asyncio.to_thread(broker.control.kill9)
            count = len(flowing.told)
            await until(lambda: len(flowing.told) > count + 30)  # writes go on without a broker
            await asyncio.to_thread(broker.start)
            await flowing.advances()
            flowing.going = False
            await flowing.assert_complete()


async def test_a_frozen_broker_leaves_the_relay_alive_and_all_flows_within_ten_seconds_of_its_thaw(
    broker: RabbitmqServer, tmp_path: Path
) -> None:
    with broker.vhost() as url:
        async with stream(url, tmp_path, heartbeat_s=1) as flowing:
            await flowing.advances()
            await asyncio.to_thread(broker.control.freeze)
            try:
                await asyncio.sleep(9)
                assert not flowing.bus.ready, "after three heartbeats the broker counts as gone"
            finally:
                await asyncio.to_thread(broker.control.thaw)
            await flowing.advances()
            flowing.going = False
            await flowing.assert_complete()


async def test_a_short_freeze_is_sat_out(broker: RabbitmqServer, tmp_path: Path) -> None:
    with broker.vhost() as url:
        async with stream(url, tmp_path, heartbeat_s=5) as flowing:
            await flowing.advances()
            await asyncio.to_thread(broker.control.freeze)
            try:
                await asyncio.sleep(4)  # longer than a publish may take
            finally:
                await asyncio.to_thread(broker.control.thaw)
            await flowing.advances()
            flowing.going = False
            await flowing.assert_complete()


async def test_connections_cut_again_and_again_lose_nothing(broker: RabbitmqServer, tmp_path: Path) -> None:
    with broker.vhost() as url:
        async with stream(url, tmp_path, heartbeat_s=5) as flowing:
            await flowing.advances()
            for _ in range(3):
                await asyncio.to_thread(_cut_all, broker)
                await asyncio.sleep(0.5)
            await flowing.advances()
            flowing.going = False
            await flowing.assert_complete()


async def test_stopping_beside_a_frozen_broker_ends_in_time(broker: RabbitmqServer, tmp_path: Path) -> None:
    loop = asyncio.get_running_loop()
    with broker.vhost() as url:
        bus = RabbitBus(url, connection_name="test")
        await bus.start()
        await bus.wait_ready()
        await asyncio.to_thread(broker.control.freeze)
        try:
            started = loop.time()
            await bus.stop()
            took = loop.time() - started
        finally:
            await asyncio.to_thread(broker.control.thaw)

    assert took < 15


def _cut_all(broker: RabbitmqServer) -> None:
    for connection in broker.management("GET", "/connections").json():
        try:
            broker.management("DELETE", f"/connections/{connection['name'].replace(' ', '%20').replace('>', '%3E')}")
        except Exception as error:  # noqa: BLE001 - it may be gone already
            print(f"not cut: {error}")
