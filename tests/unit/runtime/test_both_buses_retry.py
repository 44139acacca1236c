"""What every bus does with what fails; each story runs on RabbitMQ and on the in-process bus."""

import asyncio
import time

from shared.runtime.bus import Delivery
from shared.runtime.bus.observer import Unobserved
from tests.unit.runtime.buses import Open, Recorder, running
from tests.unit.runtime.messaging import (
    message,
    until,
)


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
