"""Forwarding over real connections: what passes, and how it is framed."""

import asyncio

import httpx
import pytest

from gateway.forwarding import PoolLimits
from tests.unit.gateway.forwarding_rig import (
    PATIENT,
    Client,
    Gateway,
    RawServer,
    connected,
    echo,
    raw_server,
    replying,
    serving,
    upstream_at,
)


async def test_an_answer_passes_with_status_headers_and_body() -> None:
    answer = b'HTTP/1.1 409 Conflict\r\nContent-Length: 4\r\nETag: "3"\r\nServer: x\r\nX-Request-Id: a\r\n\r\nbody'
    async with raw_server(replying(answer)) as raw:
        upstream = upstream_at(raw.port, patience=PATIENT)
        client = Client()
        await Gateway(upstream, answer=[(b"x-request-id", b"b")])(client.scope(), client.receive, client.send)
        assert client.status == 409
        assert client.headers == {b"content-length": b"4", b"etag": b'"3"', b"x-request-id": b"b"}
        assert client.body == b"body"
        assert raw.requests[0].startswith(b"GET /v1/tickets HTTP/1.1\r\nhost: 127.0.0.1:%d\r\n" % raw.port)
        await upstream.close()


async def test_path_and_query_pass_unchanged() -> None:
    async with serving(echo) as port:
        upstream = upstream_at(port, patience=PATIENT)
        async with serving(Gateway(upstream)) as front, httpx.AsyncClient() as client:
            found = await client.get(f"http://127.0.0.1:{front}/v1/rooms/1%2F2?q=%E5%BC%A0&limit=5")
        assert found.headers["x-path"] == "/v1/rooms/1%2F2"
        assert found.headers["x-query"] == "q=%E5%BC%A0&limit=5"
        await upstream.close()


async def test_a_body_of_known_length_passes_with_its_length() -> None:
    async with serving(echo) as port:
        upstream = upstream_at(port, patience=PATIENT)
        async with serving(Gateway(upstream)) as front, httpx.AsyncClient() as client:
            found = await client.post(f"http://127.0.0.1:{front}/v1/tickets", content=b"x" * 100_000)
        assert found.status_code == 201
        assert found.headers["x-framing"] == "content-length=100000"
        assert found.content == b"x" * 100_000
        await upstream.close()


async def test_a_post_without_a_body_says_so() -> None:
    async with serving(echo) as port:
        upstream = upstream_at(port, patience=PATIENT)
        async with serving(Gateway(upstream)) as front, httpx.AsyncClient() as client:
            found = await client.post(f"http://127.0.0.1:{front}/v1/tickets")
        assert found.headers["x-framing"] == "content-length=0"
        await upstream.close()


async def test_length_and_chunks_are_never_both_forwarded() -> None:
    async with serving(echo) as port:
        upstream = upstream_at(port, patience=PATIENT)
        both = [(b"content-length", b"3"), (b"transfer-encoding", b"chunked")]
        client = Client(
            messages=[
                {"type": "http.request", "body": b"whole ", "more_body": True},
                {"type": "http.request", "body": b"body", "more_body": False},
            ]
        )
        await Gateway(upstream)(client.scope("POST", both), client.receive, client.send)
        assert client.headers[b"x-framing"] == b"transfer-encoding=chunked"
        assert client.body == b"whole body"
        await upstream.close()


@pytest.mark.parametrize(
    ("method", "answer", "status"),
    [
        ("HEAD", b"HTTP/1.1 200 OK\r\nContent-Length: 1234\r\n\r\n", 200),
        ("HEAD", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", 200),
        ("GET", b"HTTP/1.1 204 No Content\r\n\r\n", 204),
        ("GET", b"HTTP/1.1 304 Not Modified\r\nContent-Length: 1234\r\n\r\n", 304),
        ("GET", b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 200),
        ("GET", b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 200),
    ],
)
async def test_answers_without_a_body_leave_the_connection_in_use(method: str, answer: bytes, status: int) -> None:
    async with raw_server(replying(answer)) as raw:
        upstream = upstream_at(raw.port, patience=PATIENT)
        for _ in range(3):
            client = Client()
            await Gateway(upstream)(client.scope(method), client.receive, client.send)
            assert client.status == status
            assert client.body == b""
            assert b"link" not in client.headers
        assert raw.connections == 1
        await upstream.close()


async def test_a_304_that_tells_a_length_reaches_the_client_without_it() -> None:
    async with raw_server(replying(b"HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n")) as raw:
        upstream = upstream_at(raw.port, patience=PATIENT)
        async with serving(Gateway(upstream)) as front, httpx.AsyncClient() as client:
            for _ in range(2):
                found = await client.get(f"http://127.0.0.1:{front}/v1/tickets")
                assert found.status_code == 304
                assert "content-length" not in found.headers
        await upstream.close()


async def test_a_body_that_ends_with_the_connection_is_relayed_whole() -> None:
    async def talk(raw: RawServer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await raw.request(reader)
        writer.write(b"HTTP/1.0 200 OK\r\n\r\nto the ")
        await asyncio.sleep(0.05)
        writer.write(b"end")

    async with raw_server(talk) as raw:
        upstream = upstream_at(raw.port, patience=PATIENT)
        for _ in range(2):
            client = Client()
            await Gateway(upstream)(client.scope(), client.receive, client.send)
            assert client.body == b"to the end"
            assert client.sent[-1]["more_body"] is False
        assert raw.connections == 2
        await upstream.close()


async def test_trailers_of_a_chunked_answer_are_dropped() -> None:
    answer = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nx-lobby-late: 1\r\n\r\n"
    async with raw_server(replying(answer)) as raw:
        upstream = upstream_at(raw.port, patience=PATIENT)
        client = Client()
        await Gateway(upstream)(client.scope(), client.receive, client.send)
        assert client.body == b"abc"
        assert client.headers == {}
        await upstream.close()


async def test_two_hundred_requests_at_once_share_sixteen_connections() -> None:
    async def brisk(raw: RawServer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            head = await raw.request(reader)
            number = head.partition(b"n=")[2].partition(b" ")[0]
            await asyncio.sleep(0.002)
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(number), number))

    async with raw_server(brisk) as raw:
        unhurried = PoolLimits(connections=16, wait_s=60, connect_s=60)
        upstream = upstream_at(raw.port, patience=PATIENT, limits=unhurried)
        gateway = Gateway(upstream)

        async def ask(number: int) -> tuple[int, bytes]:
            client = Client()
            await gateway(client.scope(query=b"n=%d" % number), client.receive, client.send)
            return client.status, client.body

        found = await asyncio.gather(*(ask(number) for number in range(200)))
        assert found == [(200, b"%d" % number) for number in range(200)]
        assert raw.connections == 16
        assert upstream.pool.in_use == 0
        await upstream.close()


async def test_five_parts_of_a_page_are_fetched_side_by_side() -> None:
    async def slow(raw: RawServer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await raw.request(reader)
        await asyncio.sleep(0.2)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n")
        await asyncio.sleep(0.01)
        writer.write(b"{}")
        await raw.request(reader)

    async with raw_server(slow) as raw:
        upstream = upstream_at(raw.port, patience=PATIENT)
        started = asyncio.get_running_loop().time()
        target = "/internal/front-desk/caller-card?phone=%2B86"
        found = await asyncio.gather(*(upstream.get_json(target, [(b"x-part", b"1")], 2.0) for _ in range(5)))
        assert found == [(200, b"{}")] * 5
        assert asyncio.get_running_loop().time() - started < 0.6
        assert raw.requests[0].startswith(b"GET /internal/front-desk/caller-card?phone=%2B86 HTTP/1.1\r\n")
        assert b"x-part: 1\r\n" in raw.requests[0]
        await upstream.close()


async def test_a_small_answer_reaches_the_client_in_one_write() -> None:
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody"
    async with raw_server(replying(answer)) as raw:
        upstream = upstream_at(raw.port, patience=PATIENT)
        async with (
            serving(Gateway(upstream), "gateway.forwarding.serving:HeadHoldingProtocol") as front,
            connected(front) as (reader, writer),
        ):
            for method in (b"GET", b"HEAD", b"GET"):
                writer.write(method + b" /v1/tickets HTTP/1.1\r\nHost: x\r\n\r\n")
                piece = await reader.read(65536)
                assert piece.startswith(b"HTTP/1.1 200 OK\r\n")
                assert piece.endswith(b"\r\n\r\n" if method == b"HEAD" else b"\r\n\r\nbody")
        await upstream.close()
