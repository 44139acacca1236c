"""Forwarding to an upstream that hangs, dies, talks nonsense or is full: the part that broke pays, nothing else."""

import asyncio

import httpx
import pytest

from gateway.forwarding import (
    Breaker,
    Circuit,
    Patience,
    PoolLimits,
    ResponseAborted,
    UpstreamTimedOut,
    UpstreamUnavailable,
)
from tests.unit.gateway.forwarding_rig import (
    OK,
    Client,
    Gateway,
    RawServer,
    ask,
    hanging,
    raw_server,
    replying,
    serving,
    until,
    upstream_at,
)


async def test_an_upstream_that_hangs_is_given_up_at_the_deadline() -> None:
    async with raw_server(hanging) as raw:
        upstream = upstream_at(raw.port)
        gateway = Gateway(upstream)
        started = asyncio.get_running_loop().time()
        assert (await ask(gateway)).status == 503
        assert 0.19 <= asyncio.get_running_loop().time() - started < 0.3
        assert isinstance(gateway.errors[0], UpstreamTimedOut)
        assert gateway.errors[0].retry_after_s == 5
        await until(lambda: raw.ended == 1)
        await until(lambda: upstream.pool.in_use == 0)
        await upstream.close()


async def test_a_part_of_a_page_that_hangs_is_given_up_at_its_own_deadline() -> None:
    async with raw_server(hanging) as raw:
        upstream = upstream_at(raw.port, breaker=Breaker(failures=2))
        for _ in range(2):
            started = asyncio.get_running_loop().time()
            with pytest.raises(UpstreamTimedOut):
                await upstream.get_json("/internal/front-desk/today", [], 0.1)
            assert asyncio.get_running_loop().time() - started < 0.15
        assert upstream.breaker.circuit is Circuit.OPEN
        with pytest.raises(UpstreamUnavailable):
            await upstream.get_json("/internal/front-desk/today", [], 0.1)
        await upstream.close()


@pytest.mark.parametrize("length", [b"Content-Length: 100", b"Transfer-Encoding: chunked"])
async def test_an_answer_that_breaks_off_reaches_the_client_as_broken_off(length: bytes) -> None:
    async def dies(raw: RawServer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await raw.request(reader)
        writer.write(b"HTTP/1.1 200 OK\r\n" + length + b"\r\n\r\n5\r\nhello\r\n")
        await asyncio.sleep(0.05)

    async with raw_server(dies) as raw:
        upstream = upstream_at(raw.port)
        async with serving(Gateway(upstream)) as front, httpx.AsyncClient() as client:
            with pytest.raises(httpx.RemoteProtocolError):
                await client.get(f"http://127.0.0.1:{front}/v1/tickets")
        await until(lambda: upstream.pool.in_use == 0)
        await upstream.close()


async def test_an_answer_that_stops_in_the_middle_is_cut_at_the_idle_deadline() -> None:
    async def stops(raw: RawServer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await raw.request(reader)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhello")
        await reader.read()

    async with raw_server(stops) as raw:
        upstream = upstream_at(raw.port)
        with pytest.raises(ResponseAborted):
            await ask(Gateway(upstream))
        await until(lambda: raw.ended == 1)
        await upstream.close()


@pytest.mark.parametrize(
    "answer",
    [
        b"SSH-2.0-OpenSSH\r\n",
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n",
        b"HTTP/1.1 999 What\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        b"HTTP/1.1 200 OK\r\nX: " + b"x" * 400_000,
        b"HTTP/1.1 200 OK\r\n" + b"X: x\r\n" * 201 + b"Content-Length: 0\r\n\r\n",
    ],
)
async def test_what_is_no_acceptable_answer_counts_as_none(answer: bytes) -> None:
    async with raw_server(replying(answer)) as raw:
        upstream = upstream_at(raw.port)
        gateway = Gateway(upstream)
        assert (await ask(gateway)).status == 503
        assert isinstance(gateway.errors[0], UpstreamUnavailable)
        await until(lambda: upstream.pool.in_use == 0)
        await upstream.close()


@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_bytes_beyond_an_answer_are_never_taken_for_the_next(method: str) -> None:
    async with raw_server(replying(OK + b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil")) as raw:
        upstream = upstream_at(raw.port)
        for _ in range(3):
            await ask(Gateway(upstream), method)
            await asyncio.sleep(0.02)
        found = await ask(Gateway(upstream))
        assert found.body in (b"ok", b"upstream-unavailable")
        assert raw.connections == 4
        await upstream.close()


async def test_an_upstream_that_cannot_be_reached_is_unavailable() -> None:
    async with raw_server(hanging) as raw:
        port = raw.port
    gateway = Gateway(upstream_at(port))
    assert (await ask(gateway)).status == 503
    assert gateway.errors[0].slug == "upstream-unavailable"
    assert gateway.errors[0].explain("en").startswith("The tickets service")


async def test_the_breaker_spares_an_upstream_that_only_fails_and_tries_it_again_after_a_rest() -> None:
    healthy = False
    now = 0.0

    async def recovering(raw: RawServer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            await raw.request(reader)
            if not healthy:
                return
            writer.write(OK)

    async with raw_server(recovering) as raw:
        upstream = upstream_at(raw.port, breaker=Breaker(failures=3, rest_s=5, clock=lambda: now))
        gateway = Gateway(upstream)
        for _ in range(10):
            assert (await ask(gateway)).status == 503
        assert raw.connections == 3
        assert gateway.errors[-1].retry_after_s == 5
        now, healthy = 6.0, True
        assert (await ask(gateway)).status == 200
        assert upstream.breaker.circuit is Circuit.CLOSED
        await upstream.close()


async def test_when_every_connection_is_taken_a_request_waits_its_turn_and_is_then_refused() -> None:
    async with raw_server(hanging) as raw:
        limits = PoolLimits(connections=2, wait_s=0.1)
        upstream = upstream_at(raw.port, patience=Patience(first_byte_s=0.4), limits=limits)
        gateway = Gateway(upstream)
        found = await asyncio.gather(*(ask(gateway) for _ in range(5)))
        assert [client.body for client in found].count(b"upstream-saturated") == 3
        assert raw.connections == 2
        await upstream.close()


async def test_more_than_may_wait_are_refused_at_once() -> None:
    async with raw_server(hanging) as raw:
        upstream = upstream_at(raw.port, limits=PoolLimits(connections=1, waiting=0, wait_s=60))
        found = await asyncio.gather(*(ask(Gateway(upstream)) for _ in range(3)))
        assert sorted(client.body for client in found) == [
            b"upstream-saturated",
            b"upstream-saturated",
            b"upstream-timed-out",
        ]
        await upstream.close()


async def test_a_place_freed_by_a_failure_goes_to_who_waits() -> None:
    turn = 0

    async def first_hangs(raw: RawServer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal turn
        turn += 1
        await (hanging if turn == 1 else replying(OK))(raw, reader, writer)

    async with raw_server(first_hangs) as raw:
        upstream = upstream_at(raw.port, limits=PoolLimits(connections=1))
        found = await asyncio.gather(*(ask(Gateway(upstream)) for _ in range(3)))
        assert [client.status for client in found] == [503, 200, 200]
        await upstream.close()


async def test_a_waiting_request_that_is_cancelled_loses_no_place() -> None:
    async with raw_server(replying(OK)) as raw:
        upstream = upstream_at(raw.port, limits=PoolLimits(connections=1))
        gateway = Gateway(upstream)
        for _ in range(20):
            tasks = [asyncio.create_task(ask(gateway)) for _ in range(6)]
            await asyncio.sleep(0)
            for task in tasks[::2]:
                task.cancel()
            found = await asyncio.gather(*tasks, return_exceptions=True)
            assert [isinstance(one, Client) and one.status == 200 for one in found[1::2]] == [True] * 3
        await until(lambda: upstream.pool.in_use == 0)
        await upstream.close()
