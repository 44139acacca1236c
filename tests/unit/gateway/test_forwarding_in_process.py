"""The same rules when gateway and service share a process."""

import asyncio
from typing import Any

import httpx
import pytest

from gateway.forwarding import (
    InProcessUpstream,
    MalformedTarget,
    Patience,
    ResponseAborted,
    UpstreamTimedOut,
    UpstreamUnavailable,
)
from gateway.forwarding.asgi import App, Receive, Scope, Send
from tests.unit.gateway.forwarding_rig import Client, Gateway, connected, read_all, send_text, serving, until

QUICK = Patience(first_byte_s=0.2)


def gateway_to(app: App, state: dict[str, Any] | None = None) -> Gateway:
    return Gateway(InProcessUpstream(app, service="tickets", patience=QUICK, state=state))


async def start(send: Send, *headers: tuple[bytes, bytes], status: int = 200) -> None:
    await send({"type": "http.response.start", "status": status, "headers": list(headers)})


async def test_the_service_sees_a_scope_of_its_own_with_the_gateways_headers() -> None:
    seen: list[Scope] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append(scope)
        await send_text(send, 200, "ok")

    client = Client()
    outer = client.scope(
        headers=[(b"x-lobby-actor", b"admin"), (b"accept", b"*/*"), (b"te", b"trailers")], query=b"q=1"
    )
    outer.update({"raw_path": b"/v1/rooms/%E5%BC%A0", "router": "outer", "state": {"outer": 1}})
    await gateway_to(app, state={"inner": 1})(outer, client.receive, client.send)
    assert client.body == b"ok"
    assert seen[0]["path"] == "/v1/rooms/张"
    assert seen[0]["raw_path"] == b"/v1/rooms/%E5%BC%A0"
    assert seen[0]["query_string"] == b"q=1"
    assert seen[0]["state"] == {"inner": 1}
    assert seen[0]["client"] == ("192.0.2.7", 4711)
    assert "router" not in seen[0]
    assert dict(seen[0]["headers"]) == {
        b"accept": b"*/*",
        b"x-forwarded-for": b"192.0.2.7",
        b"x-forwarded-proto": b"http",
        b"authorization": b"Bearer internal",
        b"x-request-id": b"given",
    }


async def test_headers_that_end_at_the_gateway_do_so_here_too() -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await start(send, (b"Connection", b"x-inner"), (b"x-inner", b"1"), (b"Date", b"d"), (b"ETag", b'"3"'))
        await send({"type": "http.response.body", "body": b"ok"})

    client = Client()
    gateway = gateway_to(app)
    gateway.answer = [(b"x-request-id", b"given")]
    await gateway(client.scope(), client.receive, client.send)
    assert client.headers == {b"etag": b'"3"', b"x-request-id": b"given"}


async def test_bodies_stream_both_ways_without_being_gathered() -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await start(send)
        more = True
        while more:
            message = await receive()
            more = message["more_body"]
            await send({"type": "http.response.body", "body": message["body"], "more_body": more})

    async with serving(gateway_to(app)) as front, connected(front) as (reader, writer):
        writer.write(b"POST /v1/tickets HTTP/1.1\r\nHost: x\r\nContent-Length: 15\r\n\r\n")
        for piece in (b"first", b"2econ", b"third"):
            writer.write(piece)
            await reader.readuntil(piece)
        assert await reader.readuntil(b"0\r\n\r\n") == b"\r\n0\r\n\r\n"


async def test_eleven_megabytes_pass_up_and_down_within_the_process() -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        body = await read_all(receive)
        await start(
            send, (b"content-length", b"%d" % len(body)), (b"x-told", dict(scope["headers"])[b"content-length"])
        )
        await send({"type": "http.response.body", "body": body})

    sent = bytes(range(256)) * (11 * 4096)
    async with serving(gateway_to(app)) as front, httpx.AsyncClient(timeout=30) as client:
        found = await client.put(f"http://127.0.0.1:{front}/v1/tickets", content=sent)
    assert found.headers["x-told"] == str(len(sent))
    assert found.content == sent


async def test_a_service_that_hangs_is_given_up_at_the_deadline_and_cancelled() -> None:
    cancelled = False

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        nonlocal cancelled
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            cancelled = True
            raise

    client = Client()
    gateway = gateway_to(app)
    await gateway(client.scope(), client.receive, client.send)
    assert client.status == 503
    assert isinstance(gateway.errors[0], UpstreamTimedOut)
    assert cancelled


async def test_a_service_that_answers_although_it_was_given_up_is_not_heard() -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            await send_text(send, 200, "late")

    client = Client()
    gateway = gateway_to(app)
    await gateway(client.scope(), client.receive, client.send)
    assert client.body == b"upstream-timed-out"


async def test_the_deadline_is_for_the_first_byte_only() -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await start(send, (b"content-type", b"text/event-stream"))
        for number in range(3):
            await asyncio.sleep(0.15)
            await send({"type": "http.response.body", "body": b"%d" % number, "more_body": number < 2})

    client = Client()
    await gateway_to(app)(client.scope(), client.receive, client.send)
    assert client.body == b"012"


async def test_a_client_that_sends_slowly_is_not_the_services_delay() -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        body = await read_all(receive)
        await send_text(send, 200, str(len(body)))

    pieces = 0

    async def slowly() -> dict[str, Any]:
        nonlocal pieces
        await asyncio.sleep(0.08)
        pieces += 1
        return {"type": "http.request", "body": b"x", "more_body": pieces < 5}

    client = Client()
    await gateway_to(app)(client.scope(method="POST"), slowly, client.send)
    assert (client.status, client.body) == (200, b"5")


async def test_a_service_that_hangs_after_the_whole_body_is_given_up_too() -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await read_all(receive)
        await asyncio.Event().wait()

    async def at_once() -> dict[str, Any]:
        return {"type": "http.request", "body": b"x", "more_body": False}

    client = Client()
    gateway = gateway_to(app)
    await gateway(client.scope(method="POST"), at_once, client.send)
    assert isinstance(gateway.errors[0], UpstreamTimedOut)


async def test_a_service_that_fails_before_its_answer_is_unavailable() -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        raise ZeroDivisionError

    client = Client()
    gateway = gateway_to(app)
    await gateway(client.scope(), client.receive, client.send)
    assert isinstance(gateway.errors[0], UpstreamUnavailable)


async def test_a_service_that_answers_500_and_then_raises_has_answered() -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await send_text(send, 500, "sorry")
        raise ZeroDivisionError

    client = Client()
    await gateway_to(app)(client.scope(), client.receive, client.send)
    assert client.status == 500
    assert client.body == b"sorry"


@pytest.mark.parametrize("fails", [True, False])
async def test_half_an_answer_is_aborted(*, fails: bool) -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await start(send)
        await send({"type": "http.response.body", "body": b"half", "more_body": True})
        if fails:
            raise TimeoutError

    client = Client()
    with pytest.raises(ResponseAborted):
        await gateway_to(app)(client.scope(), client.receive, client.send)


async def test_a_client_that_leaves_is_seen_by_the_service_and_is_no_fault() -> None:
    seen: list[str] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append("asked")
        while (await receive())["type"] != "http.disconnect":
            pass
        seen.append("gone")

    gateway = Gateway(InProcessUpstream(app, service="tickets"))
    async with serving(gateway) as front:
        async with connected(front) as (_, writer):
            writer.write(b"GET /v1/tickets HTTP/1.1\r\nHost: x\r\n\r\n")
            await until(lambda: seen == ["asked"])
        await until(lambda: seen == ["asked", "gone"])
    assert gateway.errors == []


async def test_a_304_passes_without_a_length() -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await start(send, (b"content-length", b"9"), status=304)
        await send({"type": "http.response.body", "body": b""})

    client = Client()
    await gateway_to(app)(client.scope(), client.receive, client.send)
    assert client.headers == {}


async def test_a_part_of_a_page_is_fetched_whole_from_the_same_process() -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        assert await read_all(receive) == b""
        await start(send)
        for piece in (b'{"path":"', scope["raw_path"], b'"}'):
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    upstream = InProcessUpstream(app, service="tickets")
    assert await upstream.get_json("/internal/front-desk/today?day=1", [], 1.0) == (
        200,
        b'{"path":"/internal/front-desk/today"}',
    )


@pytest.mark.parametrize("begun", [True, False])
async def test_a_part_of_a_page_that_hangs_in_the_process_is_given_up_at_its_deadline(*, begun: bool) -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if begun:
            await start(send)
        await asyncio.Event().wait()

    upstream = InProcessUpstream(app, service="tickets")
    with pytest.raises(UpstreamTimedOut):
        await upstream.get_json("/internal/front-desk/today", [], 0.05)


async def test_a_part_of_a_page_that_breaks_off_in_the_process_is_unavailable() -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await start(send)

    upstream = InProcessUpstream(app, service="tickets")
    with pytest.raises(UpstreamUnavailable):
        await upstream.get_json("/internal/front-desk/today", [], 0.05)


async def test_a_path_that_is_no_text_is_malformed() -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await send_text(send, 200, "ok")

    client = Client()
    scope = client.scope()
    scope["raw_path"] = b"/v1/rooms/%FF"
    gateway = gateway_to(app)
    await gateway(scope, client.receive, client.send)
    assert client.status == 400
    assert isinstance(gateway.errors[0], MalformedTarget)
