"""Each way to a server that this machine has, tried for real: what fault tests do, and the tear-down."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import aio_pika
import asyncpg
import pytest

from tests.servers import (
    PostgresServer,
    RabbitmqServer,
    Way,
    docker_engine,
    ensure_postgres,
    ensure_rabbitmq,
    postgres,
    rabbitmq,
)


def ways() -> list[Way]:
    """Those of this machine: a Docker engine with both images, installed binaries, or both."""
    in_docker = all(docker_engine.has_or_can_pull(image) for image in (postgres.IMAGE, rabbitmq.IMAGE))
    installed = postgres.is_installed() and rabbitmq.is_installed()
    return [Way.DOCKER] * in_docker + [Way.PRIVATE] * (installed or not in_docker)


@pytest.fixture(params=ways(), scope="module")
def way(request: pytest.FixtureRequest) -> Iterator[Way]:
    before = os.environ.get("LOBBY_TEST_SERVERS")
    os.environ["LOBBY_TEST_SERVERS"] = request.param
    yield request.param
    os.environ.pop("LOBBY_TEST_SERVERS")
    if before is not None:
        os.environ["LOBBY_TEST_SERVERS"] = before


@pytest.fixture(scope="module")
def postgres_server(way: Way) -> Iterator[PostgresServer]:
    with ensure_postgres() as server:
        yield server


@pytest.fixture(scope="module")
def rabbitmq_server(way: Way) -> Iterator[RabbitmqServer]:
    with ensure_rabbitmq() as server:
        yield server


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[asyncpg.Connection[asyncpg.Record]]:
    connection = await asyncpg.connect(url.replace("+asyncpg", ""), timeout=10)
    try:
        yield connection
    finally:
        await connection.close()


async def put_a_word(url: str, word: str) -> None:
    async with await aio_pika.connect(url) as connection:
        channel = await connection.channel()
        queue = await channel.declare_queue("words", durable=True, arguments={"x-queue-type": "quorum"})
        await channel.default_exchange.publish(
            aio_pika.Message(word.encode(), delivery_mode=aio_pika.DeliveryMode.PERSISTENT), queue.name
        )


async def take_a_word(url: str) -> str:
    async with await aio_pika.connect(url) as connection:
        channel = await connection.channel()
        queue = await channel.get_queue("words")
        message = await queue.get(timeout=10)
        await message.ack()
        return message.body.decode()


async def test_a_test_gets_a_database_of_its_own_with_what_the_template_holds(
    postgres_server: PostgresServer,
) -> None:
    template = postgres_server.create_database("migrated")
    async with connected(template) as connection:
        await connection.execute("CREATE TABLE room (code text)")
    with postgres_server.database(template="migrated") as own:
        async with connected(own) as connection:
            await connection.execute("INSERT INTO room VALUES ('3#2-5-1')")
        async with connected(template) as connection:
            assert await connection.fetchval("SELECT count(*) FROM room") == 0
    with pytest.raises(asyncpg.InvalidCatalogNameError):
        await asyncpg.connect(own.replace("+asyncpg", ""))
    postgres_server.drop_database("migrated")


async def test_postgres_keeps_committed_rows_over_kill_9_and_an_orderly_stop(
    postgres_server: PostgresServer,
) -> None:
    with postgres_server.database() as url:
        async with connected(url) as connection:
            await connection.execute("CREATE TABLE room (code text)")
            await connection.execute("INSERT INTO room VALUES ('3#2-5-1')")
        for end in (postgres_server.control.kill9, postgres_server.control.stop):
            end()
            with pytest.raises((OSError, TimeoutError, asyncpg.PostgresError)):
                await asyncpg.connect(url.replace("+asyncpg", ""), timeout=2)
            postgres_server.start()
            async with connected(url) as connection:
                assert await connection.fetchval("SELECT code FROM room") == "3#2-5-1"


async def test_a_frozen_postgres_does_not_answer_and_goes_on_when_thawed(
    postgres_server: PostgresServer,
) -> None:
    async with connected(postgres_server.url()) as connection:
        postgres_server.control.freeze()
        with pytest.raises(TimeoutError):
            await asyncpg.connect(postgres_server.url(driver="postgresql"), timeout=0.5)
        postgres_server.control.thaw()
        assert await connection.fetchval("SELECT 1", timeout=10) == 1


async def test_a_test_gets_a_virtual_host_of_its_own(rabbitmq_server: RabbitmqServer) -> None:
    with rabbitmq_server.vhost() as one, rabbitmq_server.vhost() as other:
        await put_a_word(one, "one")
        await put_a_word(other, "other")
        assert await take_a_word(one) == "one"
        assert await take_a_word(other) == "other"
    with pytest.raises((aio_pika.exceptions.AMQPError, ConnectionError)):
        await aio_pika.connect(one)


async def test_rabbitmq_keeps_confirmed_messages_over_kill_9(rabbitmq_server: RabbitmqServer) -> None:
    with rabbitmq_server.vhost() as url:
        await put_a_word(url, "kept")
        await asyncio.sleep(rabbitmq.NEW_QUORUM_QUEUE_SECONDS)
        rabbitmq_server.control.kill9()
        assert not rabbitmq_server.speaks_amqp()
        rabbitmq_server.start()
        assert await take_a_word(url) == "kept"


async def test_a_frozen_rabbitmq_does_not_answer_and_goes_on_when_thawed(
    rabbitmq_server: RabbitmqServer,
) -> None:
    rabbitmq_server.control.freeze()
    assert not rabbitmq_server.speaks_amqp()
    rabbitmq_server.control.thaw()
    assert rabbitmq_server.speaks_amqp()


A_RUN = """
import signal, sys, time
from tests.servers import ensure_postgres

signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
signal.signal(signal.SIGINT, signal.default_int_handler)  # a run in the background has it ignored
with ensure_postgres() as server:
    folder = getattr(server.control, "folder", None)
    print(server.control.host, server.port, folder.path if folder else "-", flush=True)
    time.sleep(60)
"""


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_nothing_stays_behind_however_the_run_ends(way: Way, how: signal.Signals) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", A_RUN], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as run:
        assert run.stdout is not None
        host, port, folder = run.stdout.readline().split()
        with socket.create_connection((host, int(port)), timeout=5):
            run.send_signal(how)
        run.wait(30)
    assert gone_within(20, lambda: not Path(folder).exists() and not accepts(host, int(port)))


def accepts(host: str, port: int) -> bool:
    try:
        socket.create_connection((host, port), timeout=1).close()
    except OSError:
        return False
    return True


def gone_within(seconds: float, is_gone: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + seconds
    while not is_gone() and time.monotonic() < deadline:
        time.sleep(0.1)
    return is_gone()
