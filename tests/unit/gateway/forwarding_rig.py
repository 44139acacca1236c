"""Real servers on loopback ports, and the least gateway in front of them."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import uvicorn

from gateway.forwarding import Breaker, Headers, HttpUpstream, Patience, PoolLimits, Upstream
from gateway.forwarding.asgi import App, Message, Receive, Scope, Send
from shared.kernel.errors import DomainError, Kind

STATUS = {Kind.UNAVAILABLE: 503, Kind.MALFORMED: 400, Kind.TOO_LARGE: 413}
OWN: Headers = [(b"authorization", b"Bearer internal"), (b"x-request-id", b"given")]


@dataclass
class Gateway:
    """Forwards everything to one upstream; keeps what was raised."""

    upstream: Upstream
    answer: Headers = field(default_factory=list)
    errors: list[DomainError] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await self.upstream.forward(scope, receive, send, path=scope["raw_path"], headers=OWN, answer=self.answer)
        except DomainError as error:
            self.errors.append(error)
            await send_text(send, STATUS[error.kind], error.slug)


async def send_text(send: Send, status: int, text: str) -> None:
    body = text.encode()
    await send({"type": "http.response.start", "status": status, "headers": [(b"content-length", b"%d" % len(body))]})
    await send({"type": "http.response.body", "body": body, "more_body": False})


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    """Says how the request was framed, and its body."""
    framing = [pair for pair in scope["headers"] if pair[0] in (b"content-length", b"transfer-encoding")]
    told = [(b"x-framing", b";".join(b"%b=%b" % pair for pair in framing))]
    told += [(b"x-query", scope["query_string"]), (b"x-path", scope["raw_path"])]
    await send({"type": "http.response.start", "status": 201, "headers": told})
    more = True
    while more:
        message = await receive()
        more = message.get("more_body", False)
        await send({"type": "http.response.body", "body": message.get("body", b""), "more_body": more})


async def read_all(receive: Receive) -> bytes:
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body", False):
            return bytes(body)


@asynccontextmanager
async def serving(app: App, http: str = "httptools") -> AsyncIterator[int]:
    """`app` in uvicorn, in this event loop; yields the port."""
    config = uvicorn.Config(app, http=http, lifespan="off", access_log=False, log_level="critical", proxy_headers=False)
    server = uvicorn.Server(config)
    listener = socket.create_server(("127.0.0.1", 0), backlog=512)
    task = asyncio.create_task(server.serve(sockets=[listener]))
    await until(lambda: server.started)
    try:
        yield listener.getsockname()[1]
    finally:
        server.should_exit = server.force_exit = True
        await task
        listener.close()


class RawServer:
    """An upstream that speaks byte by byte, for what no well-behaved server says."""

    def __init__(self, talk: "Talk") -> None:
        self._talk = talk
        self.connections = 0
        self.ended = 0
        self.requests: list[bytes] = []
        self.port = 0

    async def request(self, reader: asyncio.StreamReader) -> bytes:
        """The next request's head; raises IncompleteReadError when the client has gone."""
        head = await reader.readuntil(b"\r\n\r\n")
        self.requests.append(head)
        return head

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            await self._talk(self, reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            self.ended += 1
            writer.close()


Talk = Callable[[RawServer, asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def raw_server(talk: Talk) -> AsyncIterator[RawServer]:
    raw = RawServer(talk)
    tasks: set[asyncio.Task[None]] = set()

    def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.ensure_future(raw.serve(reader, writer))
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    raw.port = server.sockets[0].getsockname()[1]
    try:
        yield raw
    finally:
        server.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await server.wait_closed()


@asynccontextmanager
async def connected(port: int) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """A client's bare connection."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        yield reader, writer
    finally:
        writer.transport.abort()


def replying(answer: bytes) -> Talk:
    """Says the same to every request, on a connection kept alive."""

    async def talk(raw: RawServer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            await raw.request(reader)
            writer.write(answer)

    return talk


async def until(true: Callable[[], bool], within_s: float = 3.0) -> None:
    """Waits for something that happens on the other side of a socket."""
    async with asyncio.timeout(within_s):
        while not true():  # noqa: ASYNC110 - what is watched has no event to wait for
            await asyncio.sleep(0.005)


@dataclass
class Client:
    """The client's side of one ASGI call, without a server."""

    messages: list[Message] = field(default_factory=list)
    sent: list[Message] = field(default_factory=list)

    def scope(self, method: str = "GET", headers: Headers | None = None, query: bytes = b"") -> Scope:
        return {
            "type": "http",
            "http_version": "1.1",
            "method": method,
            "path": "/v1/tickets",
            "raw_path": b"/v1/tickets",
            "query_string": query,
            "headers": headers or [],
            "client": ("192.0.2.7", 4711),
            "server": ("gateway", 80),
            "scheme": "http",
        }

    async def receive(self) -> Message:
        if self.messages:
            return self.messages.pop(0)
        await asyncio.Event().wait()
        raise AssertionError

    async def send(self, message: Message) -> None:
        self.sent.append(message)

    @property
    def status(self) -> int:
        status: int = self.sent[0]["status"]
        return status

    @property
    def headers(self) -> dict[bytes, bytes]:
        return dict(self.sent[0]["headers"])

    @property
    def body(self) -> bytes:
        return b"".join(message.get("body", b"") for message in self.sent[1:])


OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
PATIENT = Patience()
QUICK = Patience(first_byte_s=0.2, idle_s=0.2, stall_s=0.3)


def upstream_at(
    port: int, *, patience: Patience = QUICK, limits: PoolLimits | None = None, breaker: Breaker | None = None
) -> HttpUpstream:
    return HttpUpstream(
        f"http://127.0.0.1:{port}", service="tickets", patience=patience, limits=limits, breaker=breaker
    )


async def ask(gateway: Gateway, method: str = "GET", headers: Headers | None = None, body: bytes = b"") -> Client:
    client = Client()
    told = list(headers or [])
    if body:
        told.append((b"content-length", b"%d" % len(body)))
        client.messages = [{"type": "http.request", "body": body, "more_body": False}]
    await gateway(client.scope(method, told), client.receive, client.send)
    return client


async def hanging(raw: RawServer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await raw.request(reader)
    await reader.read()
