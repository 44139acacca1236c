"""Clients that go, stall, send too much or read slowly."""

import asyncio
from collections.abc import Callable

import pytest

from gateway.forwarding import (
    Circuit,
    Patience,
    PoolLimits,
)
from gateway.forwarding.asgi import Message, Receive
from shared.kernel.errors import DomainError, Kind
from shared.kernel.text import Text
from tests.unit.gateway.forwarding_rig import (
    OK,
    Client,
    Gateway,
    RawServer,
    ask,
    connected,
    hanging,
    raw_server,
    replying,
    serving,
    until,
    upstream_at,
)


async def test_a_client_that_leaves_while_it_waits_frees_the_upstream() -> None:
    async with raw_server(hanging) as raw:
        upstream = upstream_at(raw.port, patience=Patience())
        gateway = Gateway(upstream)
        async with serving(gateway) as front:
            async with connected(front) as (_, writer):
                writer.write(b"GET /v1/tickets HTTP/1.1\r\nHost: x\r\n\r\n")
                await until(lambda: len(raw.requests) == 1)
            await until(lambda: raw.ended == 1)
            await until(lambda: upstream.pool.in_use == 0)
        assert gateway.errors == []
        assert upstream.breaker.circuit is Circuit.CLOSED
        await upstream.close()


async def test_a_client_that_leaves_in_the_middle_of_an_answer_frees_the_upstream() -> None:
    async def endless(raw: RawServer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await raw.request(reader)
        writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while True:
            writer.write(b"5\r\nhello\r\n")
            await writer.drain()
            await asyncio.sleep(0.005)

    async with raw_server(endless) as raw:
        upstream = upstream_at(raw.port)
        async with serving(Gateway(upstream)) as front:
            async with connected(front) as (reader, writer):
                writer.write(b"GET /v1/tickets HTTP/1.1\r\nHost: x\r\n\r\n")
                await reader.readuntil(b"hello")
            await until(lambda: raw.ended == 1)
            await until(lambda: upstream.pool.in_use == 0)
        await upstream.close()


async def test_a_client_that_leaves_in_the_middle_of_its_upload_frees_the_upstream() -> None:
    async with raw_server(hanging) as raw:
        upstream = upstream_at(raw.port, patience=Patience())
        async with serving(Gateway(upstream)) as front:
            async with connected(front) as (_, writer):
                writer.write(b"POST /v1/tickets HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\nhalf")
                await until(lambda: len(raw.requests) == 1)
            await until(lambda: raw.ended == 1)
            await until(lambda: upstream.pool.in_use == 0)
        await upstream.close()


async def test_a_client_that_stalls_in_the_middle_of_its_upload_is_told_so() -> None:
    async with raw_server(hanging) as raw:
        upstream = upstream_at(raw.port)
        gateway = Gateway(upstream)
        async with serving(gateway) as front, connected(front) as (reader, writer):
            writer.write(b"POST /v1/tickets HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\nhalf")
            assert (await reader.readline()).startswith(b"HTTP/1.1 400")
        assert gateway.errors[0].slug == "broken-upload"
        assert upstream.breaker.circuit is Circuit.CLOSED
        await upstream.close()


async def test_a_client_that_never_reads_gives_the_connection_back() -> None:
    async def endless(raw: RawServer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await raw.request(reader)
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            writer.write(b"x" * 1_000_000)
            await writer.drain()

    async with raw_server(endless) as raw:
        upstream = upstream_at(raw.port)
        async with serving(Gateway(upstream)) as front, connected(front) as (_, writer):
            writer.write(b"GET /v1/tickets HTTP/1.1\r\nHost: x\r\n\r\n")
            await until(lambda: raw.ended == 1)
        await upstream.close()


class TooLarge(DomainError):
    slug = "too-large"
    kind = Kind.TOO_LARGE
    title = Text(zh="过大", en="Too large")
    detail = Text(zh="过大", en="Too large")


def limited(receive: Receive, most: int) -> Callable[[], "asyncio.Future[Message]"]:
    """As the gateway's body limit wraps `receive`."""
    taken = 0

    async def take() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > most:
            raise TooLarge
        return message

    return lambda: asyncio.ensure_future(take())


async def test_a_body_over_the_limit_ends_the_upload_with_the_limits_own_error() -> None:
    async with raw_server(hanging) as raw:
        upstream = upstream_at(raw.port)
        gateway = Gateway(upstream)
        client = Client(messages=[{"type": "http.request", "body": b"x" * 600, "more_body": True} for _ in range(9)])
        scope = client.scope("POST", [(b"transfer-encoding", b"chunked")])
        await gateway(scope, limited(client.receive, 1000), client.send)
        assert client.status == 413
        await until(lambda: raw.ended == 1)
        assert upstream.breaker.circuit is Circuit.CLOSED
        await upstream.close()


@pytest.mark.parametrize("pieces", [[b"toolong"], [b"to", b"olong"], [b"a"], [b"a", b"b"]])
async def test_a_body_of_another_length_than_declared_never_reaches_the_next_request(pieces: list[bytes]) -> None:
    async with raw_server(hanging) as raw:
        upstream = upstream_at(raw.port)
        client = Client(messages=[{"type": "http.request", "body": piece, "more_body": True} for piece in pieces])
        client.messages[-1]["more_body"] = False
        await Gateway(upstream)(client.scope("POST", [(b"content-length", b"3")]), client.receive, client.send)
        assert client.status == 400
        await until(lambda: upstream.pool.in_use == 0)
        await upstream.close()


async def test_an_answer_before_the_upload_is_through_passes_and_the_connection_is_dropped() -> None:
    async def refuses(raw: RawServer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await raw.request(reader)
        writer.write(b"HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\n\r\nbig")
        await reader.read()

    async with raw_server(refuses) as raw:
        upstream = upstream_at(raw.port)
        client = Client(messages=[{"type": "http.request", "body": b"x", "more_body": True}])
        await Gateway(upstream)(client.scope("POST", [(b"content-length", b"99")]), client.receive, client.send)
        assert client.status == 413
        assert client.body == b"big"
        await until(lambda: raw.ended == 1)
        await upstream.close()


async def test_a_slow_client_does_not_disturb_who_uses_the_connection_next() -> None:
    async with raw_server(replying(OK)) as raw:
        upstream = upstream_at(raw.port, limits=PoolLimits(connections=1))
        gateway = Gateway(upstream)
        reads = asyncio.Event()
        slow = Client()

        async def send(message: Message) -> None:
            await reads.wait()
            slow.sent.append(message)

        first = asyncio.create_task(gateway(slow.scope(), slow.receive, send))
        await until(lambda: len(raw.requests) == 1 and upstream.pool.in_use == 0)
        others = [asyncio.create_task(ask(gateway)) for _ in range(3)]
        reads.set()
        await first
        assert [(await other).body for other in others] == [b"ok"] * 3
        assert slow.body == b"ok"
        assert raw.connections == 1
        await upstream.close()
