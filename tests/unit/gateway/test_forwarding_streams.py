"""Bodies of any size pass piece by piece, no faster than who takes them."""

import asyncio
import hashlib
from collections.abc import AsyncIterator

import httpx

from gateway.forwarding import HttpUpstream, Patience
from gateway.forwarding.asgi import Receive, Scope, Send
from tests.unit.gateway.forwarding_rig import (
    PATIENT,
    Gateway,
    connected,
    echo,
    read_all,
    serving,
    until,
    upstream_at,
)

MEGABYTE = 1024 * 1024


async def test_eleven_megabytes_pass_up_and_down_unharmed() -> None:
    sent = hashlib.sha256(b"lobby").digest() * (11 * MEGABYTE // 32)
    async with serving(echo) as port:
        upstream = upstream_at(port, patience=PATIENT)
        async with serving(Gateway(upstream)) as front, httpx.AsyncClient(timeout=30) as client:
            found = await client.post(f"http://127.0.0.1:{front}/v1/tickets", content=sent)
        assert hashlib.sha256(found.content).digest() == hashlib.sha256(sent).digest()
        await until(lambda: upstream.pool.in_use == 0)
        await upstream.close()


async def test_an_upload_waits_for_an_upstream_that_does_not_read() -> None:
    go_on = asyncio.Event()
    received = 0

    async def lazy(scope: Scope, receive: Receive, send: Send) -> None:
        nonlocal received
        await go_on.wait()
        received = len(await read_all(receive))
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    written: list[int] = []

    async def write_slowly(writer: asyncio.StreamWriter, total: int) -> None:
        for number in range(total // MEGABYTE):
            writer.write(b"u" * MEGABYTE)
            written.append(number)
            await writer.drain()

    total = 64 * MEGABYTE
    async with serving(lazy) as port:
        upstream = upstream_at(port, patience=PATIENT)
        async with serving(Gateway(upstream)) as front, connected(front) as (reader, writer):
            writer.write(b"PUT /v1/tickets HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % total)
            upload = asyncio.create_task(write_slowly(writer, total))
            await asyncio.sleep(0.7)
            assert not upload.done()
            assert len(written) < 32
            go_on.set()
            await upload
            assert (await reader.readline()).startswith(b"HTTP/1.1 204")
            assert received == total
        await upstream.close()


async def test_a_download_waits_for_a_client_that_does_not_read() -> None:
    produced = 0

    async def endless(scope: Scope, receive: Receive, send: Send) -> None:
        nonlocal produced
        await send({"type": "http.response.start", "status": 200, "headers": []})
        while produced < 64 * MEGABYTE:
            await send({"type": "http.response.body", "body": b"d" * MEGABYTE, "more_body": True})
            produced += MEGABYTE
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async with serving(endless) as port:
        upstream = upstream_at(port, patience=PATIENT)
        async with serving(Gateway(upstream)) as front, connected(front) as (reader, writer):
            writer.write(b"GET /v1/tickets HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            await asyncio.sleep(0.5)
            assert 0 < produced < 32 * MEGABYTE
            read = 0
            while piece := await reader.read(MEGABYTE):
                read += len(piece)
            assert produced == 64 * MEGABYTE
            assert read > produced
        await upstream.close()


async def test_live_events_pass_one_by_one_and_may_rest_longer_than_the_idle_deadline() -> None:
    next_event = asyncio.Event()

    async def feed(scope: Scope, receive: Receive, send: Send) -> None:
        kind = [(b"content-type", b"text/event-stream; charset=utf-8")]
        await send({"type": "http.response.start", "status": 200, "headers": kind})
        for number in range(3):
            await send({"type": "http.response.body", "body": b"data: %d\n\n" % number, "more_body": True})
            await next_event.wait()
            next_event.clear()
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async with serving(feed) as port:
        patience = Patience(first_byte_s=0.3, idle_s=0.1)
        upstream = HttpUpstream(f"http://127.0.0.1:{port}", service="tickets", patience=patience)
        async with (
            serving(Gateway(upstream)) as front,
            httpx.AsyncClient() as client,
            client.stream("GET", f"http://127.0.0.1:{front}/v1/live") as answer,
        ):
            pieces = answer.aiter_raw()
            for number in range(3):
                assert await anext(pieces) == b"data: %d\n\n" % number
                await asyncio.sleep(0.3)
                next_event.set()
        await upstream.close()


async def test_a_body_in_chunks_passes_in_chunks() -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for number in range(20):
            await asyncio.sleep(0.002)
            yield b"%d;" % number * 1000

    async with serving(echo) as port:
        upstream = upstream_at(port, patience=PATIENT)
        async with serving(Gateway(upstream)) as front, httpx.AsyncClient() as client:
            found = await client.post(f"http://127.0.0.1:{front}/v1/tickets", content=pieces())
        assert found.headers["x-framing"] == "transfer-encoding=chunked"
        assert found.content == b"".join(b"%d;" % number * 1000 for number in range(20))
        await upstream.close()
