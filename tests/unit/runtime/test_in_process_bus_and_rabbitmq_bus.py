"""What every bus promises; each story runs on RabbitMQ and on the in-process bus."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from shared.kernel.clock import SystemClock
from shared.runtime.bus import UNOBSERVED, Bus, Delivery, Handling, Message, Poison
from shared.runtime.bus.in_process import InProcessBus
from shared.runtime.bus.observer import Unobserved
from shared.runtime.bus.rabbitmq import RabbitBus
from shared.runtime.database import Database
from shared.runtime.relay import Relay
from tests.servers import RabbitmqServer
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

DELAYS_S = (0.2, 0.4)

Open = Callable[..., Bus]


@pytest.fixture(params=["in-process", "rabbitmq"])
def make_bus(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Open]:
    """Opens buses that all reach the same queues, in-process one after the other."""
    if request.param == "in-process":
        yield lambda observer=UNOBSERVED, **handling: InProcessBus(
            Database(f"sqlite+aiosqlite:///{tmp_path}/bus.db"), handling=_handling(handling), observer=observer
        )
        return
    server: RabbitmqServer = request.getfixturevalue("rabbitmq")
    with server.vhost() as url:
        yield lambda observer=UNOBSERVED, **handling: RabbitBus(
            url, connection_name="test", handling=_handling(handling), observer=observer
        )


def _handling(changed: dict[str, Any]) -> Handling:
    return Handling(**{"retry_delays_s": DELAYS_S, **changed})


@asynccontextmanager
async def running(bus: Bus) -> AsyncIterator[Bus]:
    await bus.start()
    try:
        yield bus
    finally:
        await bus.stop()


class Recorder:
    """A handler that fails as it is told: `failing` maps a body to how many attempts fail."""

    def __init__(self) -> None:
        self.seen: list[Delivery] = []
        self.times: list[float] = []
        self.failing: dict[bytes, int] = {}
        self.poison: set[bytes] = set()
        self.takes_s = 0.0

    async def __call__(self, delivery: Delivery) -> None:
        self.seen.append(delivery)
        self.times.append(time.monotonic())
        await asyncio.sleep(self.takes_s)
        body = delivery.message.body
        if body in self.poison:
            raise Poison("it is rotten")
        if delivery.attempt <= self.failing.get(body, 0):
            raise LookupError("not yet")

    def bodies(self) -> list[bytes]:
        return [delivery.message.body for delivery in self.seen]


async def test_a_message_reaches_every_queue_that_is_bound_for_it(make_bus: Open) -> None:
    async with running(make_bus()) as bus:
        doors, everything, tickets = Recorder(), Recorder(), Recorder()
        await bus.consume("doors", ["door.opened"], doors)
        await bus.consume("everything", ["#"], everything)
        await bus.consume("tickets", ["ticket.*"], tickets)
        await bus.wait_ready()
        sent = message("door.opened", key="door 1", body=b'{"a":1}')

        assert await bus.publish([sent]) == [None]

        await until(lambda: doors.seen and everything.seen)
        assert doors.seen == [Delivery(sent, 1)]
        assert everything.seen == [Delivery(sent, 1)]
        assert tickets.seen == []


async def test_what_nobody_listens_to_is_confirmed(make_bus: Open) -> None:
    async with running(make_bus()) as bus:
        await bus.wait_ready()

        assert await bus.publish([message("nobody.cares")]) == [None]


async def test_a_declared_queue_collects_before_its_consumer_comes(make_bus: Open) -> None:
    async with running(make_bus()) as bus:
        await bus.declare("late", ["door.*"])
        await bus.wait_ready()
        sent = [message(body=b"1"), message(body=b"2")]
        assert await bus.publish(sent) == [None, None]
    async with running(make_bus()) as again:
        recorder = Recorder()
        await again.consume("late", ["door.*"], recorder)

        await until(lambda: len(recorder.seen) == 2)

        assert [delivery.message for delivery in recorder.seen] == sent


async def test_one_queue_can_be_told_alone_and_an_unknown_one_refuses(make_bus: Open) -> None:
    async with running(make_bus()) as bus:
        new, old = Recorder(), Recorder()
        await bus.consume("new", ["door.*"], new)
        await bus.consume("old", ["door.*"], old)
        await bus.wait_ready()

        sent = message("door.opened")
        assert await bus.send_to("new", [sent]) == [None]
        (refused,) = await bus.send_to("nowhere", [message()])

        await until(lambda: new.seen)
        assert new.seen == [Delivery(sent, 1)]
        assert old.seen == []
        assert refused is not None


async def test_a_handler_that_fails_is_tried_again_after_each_delay(make_bus: Open) -> None:
    counted: list[str] = []

    class Counting(Unobserved):
        def retried(self, queue: str, event_type: str) -> None:
            counted.append(f"{queue} {event_type}")

    async with running(make_bus(observer=Counting())) as bus:
        recorder = Recorder()
        recorder.failing = {b"late": 2}
        await bus.consume("watchers", ["door.*"], recorder)
        await bus.wait_ready()

        await bus.publish([message(body=b"late")])

        await until(lambda: len(recorder.seen) == 3)
        assert [delivery.attempt for delivery in recorder.seen] == [1, 2, 3]
        first, second, third = recorder.times
        assert 0.2 <= second - first < 0.8
        assert 0.4 <= third - second < 1.2
        assert counted == ["watchers door.opened"] * 2
        await asyncio.sleep(0.1)
        assert await bus.dead_letters("watchers") == []


async def test_after_the_last_attempt_it_is_a_dead_letter_with_its_reason(make_bus: Open) -> None:
    async with running(make_bus()) as bus:
        recorder = Recorder()
        recorder.failing = {b"never": 99}
        await bus.consume("watchers", ["door.*"], recorder)
        await bus.wait_ready()
        sent = message(body=b"never", key="door 1")

        await bus.publish([sent])

        async def died() -> bool:
            return bool(await bus.dead_letters("watchers"))

        await until(died)
        (letter,) = await bus.dead_letters("watchers")
        assert (letter.queue, letter.message, letter.attempts) == ("watchers", sent, 3)
        assert letter.reason == "LookupError: not yet"
        assert abs(letter.failed_at.timestamp() - time.time()) < 10
        assert len(recorder.seen) == 3


async def test_poison_is_a_dead_letter_at_once_and_the_healthy_are_not_held_up(make_bus: Open) -> None:
    counted: list[str] = []

    class Counting(Unobserved):
        def dead(self, queue: str, event_type: str) -> None:
            counted.append(f"{queue} {event_type}")

    async with running(make_bus(observer=Counting())) as bus:
        recorder = Recorder()
        recorder.poison = {b"rotten"}
        await bus.consume("watchers", ["door.*"], recorder)
        await bus.wait_ready()

        await bus.publish([message(body=b"rotten", key="a"), *(message(body=b"good", key="a") for _ in range(50))])

        assert await until(lambda: len(recorder.seen) == 51) < 3

        async def letters() -> int:
            return len(await bus.dead_letters("watchers"))

        await until(letters)
        (letter,) = await bus.dead_letters("watchers")
        assert (letter.message.body, letter.reason, letter.attempts) == (b"rotten", "it is rotten", 1)
        assert recorder.bodies().count(b"rotten") == 1
        assert counted == ["watchers door.opened"]


async def test_listing_dead_letters_again_and_again_loses_none(make_bus: Open) -> None:
    async with running(make_bus()) as bus:
        recorder = Recorder()
        recorder.poison = {b"rotten"}
        await bus.consume("watchers", ["door.*"], recorder)
        await bus.wait_ready()
        sent = [message(body=b"rotten", key="a") for _ in range(3)]
        for each in sent:
            await bus.publish([each])

        async def count() -> bool:
            return len(await bus.dead_letters("watchers")) == 3

        await until(count)

        for _ in range(25):
            letters = await bus.dead_letters("watchers")
            assert [letter.message for letter in letters] == sent
        (oldest,) = await bus.dead_letters("watchers", limit=1)
        assert oldest.message == sent[0]


async def test_replayed_dead_letters_are_delivered_as_new(make_bus: Open) -> None:
    async with running(make_bus()) as bus:
        recorder = Recorder()
        recorder.poison = {b"1", b"2", b"3"}
        await bus.consume("watchers", ["door.*"], recorder)
        await bus.wait_ready()
        sent = [message(body=body, key="a") for body in (b"1", b"2", b"3")]
        await bus.publish(sent)

        async def dead() -> list[bytes]:
            return [letter.message.body for letter in await bus.dead_letters("watchers")]

        async def all_dead() -> bool:
            return len(await dead()) == 3

        await until(all_dead)
        recorder.poison.clear()
        recorder.seen.clear()

        assert await bus.replay("watchers", event_ids={sent[1].event_id}) == 1
        await until(lambda: recorder.seen)
        assert recorder.seen == [Delivery(sent[1], 1)]
        assert await dead() == [b"1", b"3"]

        assert await bus.replay("watchers") == 2
        await until(lambda: len(recorder.seen) == 3)
        assert recorder.bodies() == [b"2", b"1", b"3"]
        assert await dead() == []


async def test_messages_of_one_key_are_handled_in_order_and_others_beside_them(make_bus: Open) -> None:
    running_now: set[str] = set()
    most, seen = 0, []

    async def handle(delivery: Delivery) -> None:
        nonlocal most
        key = delivery.message.key
        assert key not in running_now
        running_now.add(key)
        most = max(most, len(running_now))
        await asyncio.sleep(0.002)
        running_now.discard(key)
        seen.append((key, int(delivery.message.body)))

    async with running(make_bus(concurrency=4)) as bus:
        await bus.consume("watchers", ["door.*"], handle)
        await bus.wait_ready()
        for number in range(1, 21):
            sent = [message(key=f"door {door}", body=str(number).encode()) for door in range(10)]
            assert await bus.publish(sent) == [None] * 10

        await until(lambda: len(seen) >= 200)

    assert len(seen) == 200
    assert out_of_order(seen) == []
    assert 2 <= most <= 4


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
