"""What is sent a second time when a kept connection turns out to be closed, and what is not."""

import asyncio

import pytest

from gateway.forwarding import (
    Breaker,
    Headers,
    PoolLimits,
    UpstreamUnavailable,
)
from tests.unit.gateway.forwarding_rig import (
    OK,
    Gateway,
    RawServer,
    ask,
    raw_server,
    replying,
    upstream_at,
)


async def answers_once(raw: RawServer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answers the first request of a connection and closes on the second, having read it."""
    await raw.request(reader)
    writer.write(OK)
    await raw.request(reader)


@pytest.mark.parametrize(
    ("method", "headers", "body"),
    [
        ("GET", [], b""),
        ("PUT", [], b"{}"),
        ("DELETE", [], b""),
        ("POST", [(b"idempotency-key", b"k")], b"{}"),
        ("POST", [(b"idempotency-key", b"k")], b""),
    ],
)
async def test_what_may_be_repeated_is_when_a_kept_connection_closed(
    method: str, headers: Headers, body: bytes
) -> None:
    async with raw_server(answers_once) as raw:
        upstream = upstream_at(raw.port)
        gateway = Gateway(upstream)
        await ask(gateway)
        found = await ask(gateway, method, headers, body)
        assert found.status == 200
        assert raw.connections == 2
        assert upstream.budget.retries == 1
        await upstream.close()


@pytest.mark.parametrize(
    ("method", "headers", "body"),
    [("POST", [], b"{}"), ("PATCH", [], b"{}"), ("POST", [(b"idempotency-key", b"k")], b"x" * 70_000)],
)
async def test_what_may_have_had_effect_is_not_repeated(method: str, headers: Headers, body: bytes) -> None:
    async with raw_server(answers_once) as raw:
        upstream = upstream_at(raw.port)
        gateway = Gateway(upstream)
        await ask(gateway)
        found = await ask(gateway, method, headers, body)
        assert found.status == 503
        assert isinstance(gateway.errors[0], UpstreamUnavailable)
        assert upstream.budget.retries == 0
        await upstream.close()


async def test_a_fresh_connection_that_closes_is_not_tried_again() -> None:
    async def closing(raw: RawServer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await raw.request(reader)

    async with raw_server(closing) as raw:
        upstream = upstream_at(raw.port)
        assert (await ask(Gateway(upstream))).status == 503
        assert raw.connections == 1
        await upstream.close()


async def test_nothing_is_repeated_once_a_byte_of_the_answer_arrived() -> None:
    async def stutters(raw: RawServer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await raw.request(reader)
        writer.write(OK)
        await raw.request(reader)
        writer.write(b"HTTP/1.1 200 O")

    async with raw_server(stutters) as raw:
        upstream = upstream_at(raw.port)
        gateway = Gateway(upstream)
        await ask(gateway)
        assert (await ask(gateway)).status == 503
        assert upstream.budget.retries == 0
        await upstream.close()


async def test_repeats_stay_within_their_budget_when_every_kept_connection_closes() -> None:
    async with raw_server(answers_once) as raw:
        upstream = upstream_at(raw.port, breaker=Breaker(failures=1000))
        gateway = Gateway(upstream)
        for _ in range(200):
            await ask(gateway)
        assert upstream.budget.requests == 200
        assert 0 < upstream.budget.retries <= 41
        await upstream.close()


async def test_a_connection_that_closed_while_idle_is_simply_replaced() -> None:
    async def once(raw: RawServer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await raw.request(reader)
        writer.write(OK)

    async with raw_server(once) as raw:
        upstream = upstream_at(raw.port)
        for number in range(1, 4):
            assert (await ask(Gateway(upstream), "POST")).status == 200
            assert raw.connections == number
            await asyncio.sleep(0.05)
        assert upstream.budget.retries == 0
        await upstream.close()


async def test_a_connection_idle_for_longer_than_keep_alive_is_not_used_again() -> None:
    async with raw_server(replying(OK)) as raw:
        upstream = upstream_at(raw.port, limits=PoolLimits(keep_alive_s=0.05))
        await ask(Gateway(upstream))
        await asyncio.sleep(0.1)
        await ask(Gateway(upstream))
        assert raw.connections == 2
        await upstream.close()
