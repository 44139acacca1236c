"""What every bus promises of deliveries; each story runs on RabbitMQ and on the in-process bus."""

import asyncio

from shared.runtime.bus import Delivery
from tests.unit.runtime.buses import Open, Recorder, running
from tests.unit.runtime.messaging import (
    message,
    out_of_order,
    until,
)


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
