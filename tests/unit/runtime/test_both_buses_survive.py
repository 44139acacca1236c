"""What every bus keeps over stops and kills; each story runs on RabbitMQ and on the in-process bus."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from shared.kernel.clock import SystemClock
from shared.runtime.bus import Bus, Delivery, Message
from shared.runtime.relay import Relay
from tests.unit.runtime.buses import Open, Recorder, running
from tests.unit.runtime.messaging import (
    TABLES,
    Doors,
    FakeBus,
    consumer_on,
    database_at,
    effects,
    message,
    out_of_order,
    until,
)


async def test_stopping_finishes_what_is_in_hand_and_keeps_the_rest(make_bus: Open) -> None:
    recorder = Recorder()
    recorder.takes_s = 0.3
    async with running(make_bus(concurrency=2)) as bus:
        await bus.consume("watchers", ["door.*"], recorder)
        await bus.wait_ready()
        await bus.publish([message(body=str(number).encode()) for number in range(4)])
        await until(lambda: recorder.seen)
    finished = len(recorder.seen)
    assert finished >= 2

    async with running(make_bus()) as again:
        rest = Recorder()
        await again.consume("watchers", ["door.*"], rest)
        await again.wait_ready()
        await until(lambda: finished + len(rest.seen) >= 4)
        await asyncio.sleep(0.2)

    assert sorted(recorder.bodies() + rest.bodies()) == [b"0", b"1", b"2", b"3"]


async def test_an_unacknowledged_delivery_comes_again_after_the_restart(make_bus: Open) -> None:
    async def hang(_: Delivery) -> None:
        await asyncio.sleep(60)

    first = make_bus(stop_timeout_s=0.5)
    await first.start()
    await first.consume("watchers", ["door.*"], hang)
    await first.wait_ready()
    sent = message(body=b"precious")
    await first.publish([sent])
    await asyncio.sleep(0.3)
    await first.stop()

    async with running(make_bus()) as bus:
        recorder = Recorder()
        await bus.consume("watchers", ["door.*"], recorder)
        await until(lambda: recorder.seen)

    assert recorder.seen[0].message == sent


async def test_from_outbox_to_effect_everything_happens_once_and_in_order(make_bus: Open, tmp_path: Path) -> None:
    async with (
        database_at(f"sqlite+aiosqlite:///{tmp_path}/doors.db") as producer,
        database_at(f"sqlite+aiosqlite:///{tmp_path}/watchers.db") as consumer,
        running(make_bus()) as bus,
    ):
        await consumer_on(bus, consumer).start()
        await bus.wait_ready()
        relay = Relay(producer, TABLES, bus, SystemClock(), batch=16)
        doors = Doors(producer, relay.wake)
        installed = await doors.install(5)
        await relay.start()

        told = [event for _ in range(20) for event in await doors.open(*installed)]

        async def arrived() -> bool:
            return len(await effects(consumer)) >= 100

        await until(arrived, within_s=20)
        await relay.stop()
        found = await effects(consumer)

    assert sorted(event_id for event_id, _, _ in found) == sorted(told)
    assert out_of_order([(door, sequence) for _, door, sequence in found]) == []


async def test_a_relay_killed_between_confirm_and_mark_causes_one_effect(make_bus: Open, tmp_path: Path) -> None:
    async with (
        database_at(f"sqlite+aiosqlite:///{tmp_path}/doors.db") as producer,
        database_at(f"sqlite+aiosqlite:///{tmp_path}/watchers.db") as consumer,
        running(make_bus()) as bus,
    ):
        await consumer_on(bus, consumer).start()
        await bus.wait_ready()
        killed = Relay(producer, TABLES, _ForgetsToAnswer(bus), SystemClock(), lease_s=1)
        doors = Doors(producer, killed.wake)
        (door,) = await doors.install(1)
        await killed.start()
        told = await doors.open(door, times=3)

        async def arrived() -> bool:
            return len(await effects(consumer)) == 3

        await until(arrived)
        assert await doors.waiting() == 3

        fresh = Relay(producer, TABLES, bus, SystemClock(), lease_s=1)
        await fresh.start()

        async def all_sent() -> bool:
            return await doors.waiting() == 0

        await until(all_sent)
        await asyncio.sleep(0.3)
        assert [event_id for event_id, _, _ in await effects(consumer)] == told
        await fresh.stop()
        await killed.stop()


class _ForgetsToAnswer(FakeBus):
    """Publishes, and then the process is as good as dead: no answer, no mark."""

    def __init__(self, bus: Bus) -> None:
        super().__init__()
        self._bus = bus

    async def publish(self, messages: Sequence[Message]) -> Sequence[Exception | None]:
        await self._bus.publish(messages)
        raise SystemError("killed here")
