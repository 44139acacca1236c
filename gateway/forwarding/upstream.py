"""An upstream over HTTP/1.1: forwards requests, streaming both ways; fetches small answers to compose."""

import asyncio
from typing import Protocol
from urllib.parse import urlsplit

from gateway.forwarding.asgi import Message, Receive, Scope, Send
from gateway.forwarding.breaker import Breaker
from gateway.forwarding.budget import RetryBudget
from gateway.forwarding.connection import Connection
from gateway.forwarding.errors import (
    BadAnswer,
    BrokenUpload,
    ClientGone,
    ClientStalled,
    ExchangeFailure,
    Overdue,
    PeerClosed,
    ResponseAborted,
    Saturated,
    UpstreamTimedOut,
    UpstreamUnavailable,
)
from gateway.forwarding.headers import HeaderRules, Headers, with_answer
from gateway.forwarding.limits import Patience, PoolLimits
from gateway.forwarding.pool import Pool, PoolFull
from gateway.forwarding.request import OutgoingRequest, request_head, request_target, with_body, without_body
from shared.kernel.errors import DomainError

MOST_COMPOSED_BYTES = 4 * 1024 * 1024
"""A composed page's part is small; more is a mistake that must not fill the memory."""


class Upstream(Protocol):
    """A service as the gateway reaches it."""

    async def forward(
        self,
        scope: Scope,
        receive: Receive,
        send: Send,
        *,
        path: bytes,
        headers: Headers,
        answer: Headers | None = None,
    ) -> None:
        """Relays a request and its answer. `path` is raw (percent-encoded); the query is the scope's.

        `headers` replace the client's (authorization, x-request-id, …), `answer` the service's; lower-case
        names. Raises UpstreamUnavailable, UpstreamTimedOut, Saturated, BrokenUpload, MalformedTarget and
        what `receive` raises, all before the answer began; ResponseAborted after. Returns if the client left.
        """
        ...

    async def get_json(self, target: str, headers: Headers, deadline_s: float) -> tuple[int, bytes]:
        """The whole answer to a GET, within the deadline. `target` is path and query, percent-encoded.

        Raises UpstreamUnavailable, UpstreamTimedOut, Saturated.
        """
        ...

    async def close(self) -> None:
        """Nothing is forwarded any more."""
        ...


class HttpUpstream:
    """A service at `base_url` (http), behind a bulkhead and a breaker of its own."""

    def __init__(
        self,
        base_url: str,
        *,
        service: str,
        limits: PoolLimits | None = None,
        patience: Patience | None = None,
        breaker: Breaker | None = None,
        rules: HeaderRules | None = None,
    ) -> None:
        url = urlsplit(base_url)
        if url.scheme != "http" or not url.hostname or url.path not in ("", "/"):
            raise ValueError(f"not the address of a service: {base_url!r}")
        self.service = service
        self._host = url.netloc.encode("ascii")
        self._patience = patience or Patience()
        self._rules = rules or HeaderRules()
        self.breaker = breaker or Breaker()
        self.budget = RetryBudget()
        self.pool = Pool(url.hostname, url.port or 80, limits or PoolLimits())

    async def forward(
        self,
        scope: Scope,
        receive: Receive,
        send: Send,
        *,
        path: bytes,
        headers: Headers,
        answer: Headers | None = None,
    ) -> None:
        target = request_target(path, scope["query_string"])
        onward = self._rules.outgoing(scope, headers)
        try:
            head = request_head(scope["method"], target, self._host, onward.headers)
            request = without_body(scope, head, onward) or await with_body(scope, receive, head, onward)
            connection = await self._begin_forwarding(request, receive)
            if connection.complete:
                await self._relay_whole(connection, scope, send, answer)
            else:
                await self._relay_stream(connection, send, answer)
        except ClientGone:
            return

    async def get_json(self, target: str, headers: Headers, deadline_s: float) -> tuple[int, bytes]:
        checked = request_target(target.encode("ascii", "replace"), b"")
        head = request_head("GET", checked, self._host, [(b"accept", b"application/json"), *headers])
        request = OutgoingRequest(
            b"".join([*head, b"\r\n"]), is_head=False, more=False, chunked=False, unsent=0, replayable=True
        )
        patience = Patience(first_byte_s=deadline_s, idle_s=deadline_s)
        ticket = self._admit()
        try:
            async with asyncio.timeout(deadline_s):
                connection = await self._converse(request, patience, None)
                found = connection.status, await self._whole_body(connection)
        except TimeoutError:
            raise self._explained(ticket, Overdue()) from None
        except ExchangeFailure as failure:
            raise self._explained(ticket, failure) from failure
        except BaseException:
            self.breaker.released(ticket)
            raise
        self.breaker.succeeded(ticket)
        return found

    async def close(self) -> None:
        await self.pool.close()

    # ── one exchange ──────────────────────────────────────────────────────────────────────────────

    def _admit(self) -> int:
        ticket = self.breaker.admit()
        if ticket is None:
            raise UpstreamUnavailable(service=self.service, retry_after_s=self.breaker.retry_after_s)
        return ticket

    async def _begin_forwarding(self, request: OutgoingRequest, receive: Receive) -> Connection:
        ticket = self._admit()
        try:
            connection = await self._converse(request, self._patience, receive)
        except ExchangeFailure as failure:
            raise self._explained(ticket, failure) from failure
        except BaseException:
            self.breaker.released(ticket)
            raise
        self.breaker.succeeded(ticket)
        return connection

    async def _converse(self, request: OutgoingRequest, patience: Patience, receive: Receive | None) -> Connection:
        """A connection on which the answer has begun; who takes it releases it.

        Raises ExchangeFailure, ClientGone and what `receive` raises.
        """
        self.budget.earn()
        connection = self.pool.take() or await self.pool.acquire()
        while True:
            try:
                self.pool.begin(connection, request, patience, receive)
                await connection.wait()
                connection.must_go_on()
                return connection
            except BaseException as error:
                self.pool.release(connection)
                # One kept alive may close at the moment in which it is used again: not the upstream's fault.
                stale = connection.exchanges > 1 and not connection.touched
                repeat = isinstance(error, PeerClosed) and stale and request.replayable
                if not (repeat and self.budget.spend()):
                    raise
            connection = await self.pool.acquire(fresh=True)

    async def _relay_whole(self, connection: Connection, scope: Scope, send: Send, answer: Headers | None) -> None:
        """All of the answer is here: the connection serves the next while this client reads."""
        start = _start(connection, answer)
        body = connection.take()
        self.pool.release(connection)
        if body and "extensions" in scope:
            hold_head = scope["extensions"].get("lobby.hold_head")
            if hold_head is not None:
                hold_head()
        await send(start)
        await send({"type": "http.response.body", "body": body, "more_body": False})

    async def _relay_stream(self, connection: Connection, send: Send, answer: Headers | None) -> None:
        """Piece by piece: no more is taken from the upstream than the client takes."""
        try:
            await send(_start(connection, answer))
            while not connection.complete:
                if connection.pieces:
                    await send({"type": "http.response.body", "body": connection.take(), "more_body": True})
                elif connection.failure is None:
                    await connection.wait()
                self._go_on(connection)
            rest = connection.take()
        finally:
            self.pool.release(connection)
        await send({"type": "http.response.body", "body": rest, "more_body": False})

    def _go_on(self, connection: Connection) -> None:
        """Raises ResponseAborted, ClientGone."""
        failure = connection.failure
        if isinstance(failure, ClientGone):
            raise failure
        if failure is not None:
            raise ResponseAborted(self.service) from failure

    async def _whole_body(self, connection: Connection) -> bytes:
        body = bytearray(connection.take())
        try:
            while not connection.complete:
                await connection.wait()
                body += connection.take()
                connection.must_go_on()
                if len(body) > MOST_COMPOSED_BYTES:
                    raise BadAnswer("too large to compose from")
        finally:
            self.pool.release(connection)
        return bytes(body)

    def _explained(self, ticket: int, failure: ExchangeFailure) -> DomainError:
        """Tells the breaker, and what the caller is told."""
        if failure.blames_upstream:
            self.breaker.failed(ticket)
        else:
            self.breaker.released(ticket)
        match failure:
            case Overdue():
                return UpstreamTimedOut(service=self.service)
            case PoolFull():
                return Saturated(service=self.service)
            case ClientStalled():
                return BrokenUpload()
            case _:
                return UpstreamUnavailable(service=self.service)


def _start(connection: Connection, answer: Headers | None) -> Message:
    headers = with_answer(connection.headers, answer) if answer else connection.headers
    return {"type": "http.response.start", "status": connection.status, "headers": headers}
