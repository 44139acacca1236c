"""RabbitMQ as the bus: topology, retries by TTL queues, the broker's own limits."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from urllib.parse import quote

import aio_pika
import pytest

from shared.runtime.bus import BusAway, DeadLetter, Delivery, Handling, PublishFailed
from shared.runtime.bus.rabbitmq import RabbitBus
from tests.servers import RabbitmqServer
from tests.unit.runtime.messaging import message, until


@pytest.fixture
def broker_url(rabbitmq: RabbitmqServer) -> Iterator[str]:
    with rabbitmq.vhost() as url:
        yield url


@asynccontextmanager
async def running(url: str, *, retry_delays_s: tuple[float, ...] = (0.2, 0.4)) -> AsyncIterator[RabbitBus]:
    bus = RabbitBus(url, connection_name="test", handling=Handling(retry_delays_s=retry_delays_s))
    await bus.start()
    try:
        yield bus
    finally:
        await bus.stop()


async def ignore(_: Delivery) -> None:
    """A handler for queues that only have to exist."""


def queues_of(server: RabbitmqServer, url: str) -> dict[str, dict[str, object]]:
    """Name → what the broker says about it."""
    found = server.management("GET", f"/queues/{quote(url.rsplit('/', 1)[1], safe='')}").json()
    return {queue["name"]: queue for queue in found}


async def test_every_queue_is_a_durable_quorum_queue_with_its_limits(rabbitmq: RabbitmqServer, broker_url: str) -> None:
    async with running(broker_url) as bus:
        await bus.consume("watchers", ["door.*"], ignore)
        await bus.wait_ready()
        queues = await asyncio.to_thread(queues_of, rabbitmq, broker_url)

    assert set(queues) == {"watchers", "watchers.dead", "unrouted", "events.retry.200", "events.retry.400"}
    assert all(queue["durable"] and not queue["exclusive"] for queue in queues.values())
    arguments = {name: queue["arguments"] for name, queue in queues.items()}
    assert all(found["x-queue-type"] == "quorum" for found in arguments.values())  # type: ignore[index]
    assert arguments["watchers"] == {
        "x-queue-type": "quorum",
        "x-single-active-consumer": True,
        "x-delivery-limit": 20,
        "x-dead-letter-exchange": "",
        "x-dead-letter-routing-key": "watchers.dead",
        "x-dead-letter-strategy": "at-least-once",
        "x-overflow": "reject-publish",
    }
    assert arguments["unrouted"] == {"x-queue-type": "quorum", "x-max-length": 10_000, "x-overflow": "drop-head"}
    assert arguments["events.retry.200"] == {
        "x-queue-type": "quorum",
        "x-message-ttl": 200,
        "x-dead-letter-exchange": "",
        "x-dead-letter-strategy": "at-least-once",
        "x-overflow": "reject-publish",
    }


async def test_what_nobody_is_bound_for_is_found_in_the_unrouted_queue(broker_url: str) -> None:
    async with running(broker_url) as bus:
        await bus.wait_ready()
        assert await bus.publish([message("nobody.cares", body=b"lost and found")]) == [None]

        async with await aio_pika.connect(broker_url) as connection, connection.channel() as channel:
            found = await (await channel.get_queue("unrouted")).get()
            assert found.body == b"lost and found"
            assert found.routing_key == "nobody.cares"
            await found.ack()


async def test_each_retry_waits_in_the_queue_of_its_step_and_returns_to_its_own_queue(broker_url: str) -> None:
    seen: dict[str, list[tuple[int, float]]] = {"one": [], "two": []}
    started = asyncio.get_running_loop().time()

    async def fail(delivery: Delivery) -> None:
        seen["one"].append((delivery.attempt, asyncio.get_running_loop().time() - started))
        raise LookupError

    async def succeed(delivery: Delivery) -> None:
        seen["two"].append((delivery.attempt, 0))

    async with running(broker_url, retry_delays_s=(0.1, 0.3, 0.6)) as bus:
        await bus.consume("one", ["door.*"], fail)
        await bus.consume("two", ["door.*"], succeed)
        await bus.wait_ready()
        await bus.publish([message()])
        await until(lambda: len(seen["one"]) == 4)
        (letter,) = await _dead_letters(bus, "one")

    assert [attempt for attempt, _ in seen["one"]] == [1, 2, 3, 4]
    times = [moment for _, moment in seen["one"]]
    assert 0.1 <= times[1] - times[0] < 0.6
    assert 0.3 <= times[2] - times[1] < 0.8
    assert 0.6 <= times[3] - times[2] < 1.1
    assert seen["two"] == [(1, 0)]
    assert (letter.attempts, letter.message.routing_key) == (4, "door.opened")


async def test_a_message_that_kills_every_consumer_is_a_dead_letter_of_the_broker(broker_url: str) -> None:
    async with running(broker_url) as bus:
        await bus.declare("watchers", ["door.*"])
        await bus.wait_ready()
        sent = message(body=b"killer")
        await bus.publish([sent])
        for _ in range(21):
            connection = await aio_pika.connect(broker_url)
            queue = await (await connection.channel()).get_queue("watchers")
            await anext(queue.iterator(timeout=5))
            await connection.close()

        (letter,) = await _dead_letters(bus, "watchers")

    assert letter.message == sent
    assert letter.reason == "delivery_limit"


async def test_without_a_broker_start_and_consume_return_at_once_and_publishing_says_so() -> None:
    bus = RabbitBus("amqp://guest:guest@127.0.0.1:1/", connection_name="test", publish_timeout_s=0.3)
    loop = asyncio.get_running_loop()
    started = loop.time()

    await bus.start()
    await bus.consume("watchers", ["door.*"], ignore)
    assert loop.time() - started < 0.1
    results = await bus.publish([message() for _ in range(1200)])

    assert loop.time() - started < 1
    assert len(results) == 1200
    assert all(isinstance(result, BusAway) for result in results)
    assert not bus.ready
    with pytest.raises(TimeoutError):
        await bus.wait_ready(0.1)
    await bus.stop()


async def test_one_message_that_cannot_be_sent_does_not_stop_the_others_and_holds_back_its_successors(
    broker_url: str,
) -> None:
    seen: list[bytes] = []

    async def handle(delivery: Delivery) -> None:
        seen.append(delivery.message.body)

    async with running(broker_url) as bus:
        await bus.consume("watchers", ["#"], handle)
        await bus.wait_ready()
        results = await bus.publish(
            [
                message(key="a", body=b"1"),
                message("x" * 300, key="a", body=b"2"),
                message(key="a", body=b"3"),
                message(key="b", body=b"4"),
            ]
        )
        await until(lambda: len(seen) == 2)

    assert [result is None for result in results] == [True, False, False, True]
    assert sorted(seen) == [b"1", b"4"]


async def test_one_event_id_twice_at_once_is_confirmed_twice(broker_url: str) -> None:
    async with running(broker_url) as bus:
        await bus.declare("watchers", ["door.*"])
        await bus.wait_ready()
        sent = message(key="a")

        together = await bus.publish([sent, sent])
        apart = await asyncio.gather(bus.publish([sent]), bus.publish([sent]), bus.send_to("nowhere", [sent]))

    assert together == [None, None]
    assert apart[0] == [None]
    assert apart[1] == [None]
    assert isinstance(apart[2][0], PublishFailed)


async def test_bodies_larger_than_a_frame_arrive_whole(broker_url: str) -> None:
    seen: list[bytes] = []

    async def handle(delivery: Delivery) -> None:
        seen.append(delivery.message.body)

    async with running(broker_url) as bus:
        await bus.consume("watchers", ["door.*"], handle)
        await bus.wait_ready()
        sent = [message(key="a", body=bytes([number]) * 300_000) for number in range(3)]

        assert await bus.publish([*sent, message(key="a", body=b"")]) == [None] * 4
        await until(lambda: len(seen) == 4)

    assert seen == [each.body for each in sent] + [b""]


async def test_a_second_replica_waits_until_the_first_leaves(broker_url: str) -> None:
    first_seen: list[bytes] = []
    second_seen: list[bytes] = []

    async def first(delivery: Delivery) -> None:
        first_seen.append(delivery.message.body)

    async def second(delivery: Delivery) -> None:
        second_seen.append(delivery.message.body)

    async with running(broker_url) as staying:
        async with running(broker_url) as leaving:
            await leaving.consume("watchers", ["door.*"], first)
            await leaving.wait_ready()
            await staying.consume("watchers", ["door.*"], second)
            await staying.wait_ready()
            await staying.publish([message(body=b"1") for _ in range(20)])
            await until(lambda: len(first_seen) == 20)
            assert second_seen == []
        await staying.publish([message(body=b"2")])
        await until(lambda: second_seen == [b"2"])

    assert len(first_seen) == 20


async def test_a_deleted_queue_is_declared_and_consumed_again(broker_url: str) -> None:
    seen: list[bytes] = []

    async def handle(delivery: Delivery) -> None:
        seen.append(delivery.message.body)

    async with running(broker_url) as bus:
        await bus.consume("watchers", ["door.*"], handle)
        await bus.wait_ready()
        async with await aio_pika.connect(broker_url) as connection, connection.channel() as channel:
            # Quorum queues refuse the `if_unused` and `if_empty` that `Queue.delete` sends along.
            await (await channel.get_underlay_channel()).queue_delete("watchers")

        async def arrives() -> bool:
            await bus.publish([message(body=b"again")])
            return bool(seen)

        await until(arrives)

    assert seen[0] == b"again"


async def _dead_letters(bus: RabbitBus, queue: str) -> list[DeadLetter]:
    async def some() -> bool:
        return bool(await bus.dead_letters(queue))

    await until(some)
    return list(await bus.dead_letters(queue))
