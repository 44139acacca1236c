"""One persistent HTTP/1.1 connection to an upstream, and the state of the exchange that is on it."""

import asyncio
from math import inf
from typing import Protocol

from httptools import HttpParserError, HttpParserUpgrade

from gateway.forwarding.answer import AnswerReader
from gateway.forwarding.asgi import Receive
from gateway.forwarding.errors import (
    BadAnswer,
    BrokenUpload,
    ClientStalled,
    ExchangeFailure,
    Overdue,
    PeerClosed,
)
from gateway.forwarding.limits import Patience
from gateway.forwarding.request import OutgoingRequest, as_chunk

HIGH_WATER_BYTES = 64 * 1024
MOST_HEAD_BYTES = 64 * 1024
LISTEN_AFTER_S = 0.05
"""Most answers are there sooner; only then is it worth a task to notice that the client has gone."""


class Owner(Protocol):
    """The pool, as its connections know it."""

    def lost(self, connection: "Connection") -> None:
        """The connection is closed."""
        ...


class _Nowhere(asyncio.Transport):
    """Stands for the transport until there is one."""

    def abort(self) -> None:
        pass


class Connection(AnswerReader):
    """Carries one exchange after the other.

    `wait()` ends on news of the answer or of its `failure`. `touched`: some of the answer arrived; `sent`:
    the whole request is out; `deadline`: when `overdue` becomes the failure (the loop's clock).
    """

    __slots__ = (
        "_head_bytes",
        "_loop",
        "_news",
        "_owner",
        "_patience",
        "_read_paused",
        "_request",
        "_writable",
        "_write_paused",
        "busy",
        "closed",
        "deadline",
        "exchanges",
        "failure",
        "idle_since",
        "listen_at",
        "listener",
        "overdue",
        "receive",
        "sent",
        "touched",
        "transport",
    )

    def __init__(self, loop: asyncio.AbstractEventLoop, owner: Owner) -> None:
        super().__init__()
        self._loop = loop
        self._owner = owner
        self._news: asyncio.Future[None] | None = None
        self._writable: asyncio.Future[None] | None = None
        self._write_paused = self._read_paused = False
        self.transport: asyncio.Transport = _Nowhere()
        self.closed = self.busy = False
        self.exchanges = 0
        self.idle_since = 0.0
        self.listener: asyncio.Task[None] | None = None
        self.failure: Exception | None = None

    def must_be_open(self) -> None:
        """Raises ConnectionResetError when the peer closed it as soon as it was opened."""
        if self.closed:
            raise ConnectionResetError

    def begin(self, request: OutgoingRequest, patience: Patience, receive: Receive | None) -> None:
        """Writes the request's start; from now on the first-byte deadline runs."""
        self._expect_answer(is_head=request.is_head)
        now = self._loop.time()
        self._request = request
        self._patience = patience
        self._head_bytes = 0
        self.busy = True
        self.exchanges += 1
        self.touched = False
        self.sent = not request.more
        self.receive = receive
        self.listen_at = now + LISTEN_AFTER_S if receive else inf
        self.overdue: type[ExchangeFailure] = Overdue
        self.deadline = now + patience.first_byte_s
        self.transport.write(request.start)

    def wait(self) -> "asyncio.Future[None]":
        """Await it only when there is nothing new to take."""
        self._news = news = self._loop.create_future()
        return news

    def must_go_on(self) -> None:
        """Raises what ended the exchange early."""
        if self.failure is not None:
            raise self.failure

    def take(self) -> bytes:
        """What has arrived of the body since; reading goes on if it was paused."""
        pieces = self.pieces
        if not pieces:
            return b""
        body = pieces[0] if len(pieces) == 1 else b"".join(pieces)
        pieces.clear()
        self.buffered = 0
        if self._read_paused:
            self._read_paused = False
            self._await_piece()
            self.transport.resume_reading()
        return body

    def write_body(self, piece: bytes) -> None:
        """One more piece of the request's body, in its framing. Raises BrokenUpload."""
        if self._request.chunked:
            piece = as_chunk(piece)
        else:
            self._request.unsent -= len(piece)
            if self._request.unsent < 0:
                raise BrokenUpload
        if piece:
            self.transport.write(piece)

    def end_body(self) -> None:
        """The request is out. Raises BrokenUpload."""
        if self._request.chunked:
            self.transport.write(b"0\r\n\r\n")
        elif self._request.unsent:
            raise BrokenUpload
        self.sent = True

    async def writable(self) -> None:
        """Until the upstream has taken enough of what was written."""
        while self._write_paused and not self.closed:
            self._writable = self._loop.create_future()
            await self._writable

    def expect_before_answer(self, overdue: type[ExchangeFailure]) -> None:
        """While the body goes out: whose move is next, the client's or the upstream's."""
        if not self.status:
            stalled = overdue is ClientStalled
            self._expect(overdue, self._patience.stall_s if stalled else self._patience.first_byte_s)

    def fail(self, failure: Exception) -> None:
        """Ends the exchange and the connection, unless the answer is complete."""
        self.reusable = False
        if self.failure is None and not self.complete:
            self.failure = failure
        self._wake()
        self.abort()

    def abort(self) -> None:
        """Cut, whatever is under way; also one that is only being opened."""
        self.closed = True
        self.transport.abort()

    # ── asyncio.Protocol ──────────────────────────────────────────────────────────────────────────

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport  # type: ignore[assignment]

    def data_received(self, data: bytes) -> None:
        if not self.busy or self.complete:
            # Bytes that nobody asked for would be taken for the answer to the next request.
            self.fail(BadAnswer("bytes beyond the answer"))
            return
        self.touched = True
        try:
            self.parser.feed_data(data)
        except (HttpParserError, HttpParserUpgrade) as error:
            self.fail(BadAnswer(str(error)))
            return
        if self.status:
            if not self.complete:
                self._hold_back()
            self._wake()
        else:
            self._head_bytes += len(data)
            if self._head_bytes > MOST_HEAD_BYTES:
                self.fail(BadAnswer("the head is too large"))

    def connection_lost(self, exc: Exception | None) -> None:
        self.closed = True
        if self.busy and not self.complete and self.failure is None:
            if exc is None and self.ended_by_close():
                self.complete = True
            else:
                self.failure = PeerClosed(str(exc or "closed"))
        self.reusable = False
        self._wake()
        self.resume_writing()
        self._owner.lost(self)

    def pause_writing(self) -> None:
        self._write_paused = True

    def resume_writing(self) -> None:
        self._write_paused = False
        if self._writable is not None and not self._writable.done():
            self._writable.set_result(None)

    # ── within ────────────────────────────────────────────────────────────────────────────────────

    def _hold_back(self) -> None:
        """Takes no more from the upstream than the client takes from us."""
        if self.buffered > HIGH_WATER_BYTES and not self._read_paused:
            self._read_paused = True
            self.transport.pause_reading()
        self._await_piece()

    def _await_piece(self) -> None:
        """The next move is the upstream's, or the client's while its answer waits here."""
        if self._read_paused:
            self._expect(ClientStalled, self._patience.stall_s)
        elif self.event_stream:
            self.deadline = inf
        else:
            self._expect(Overdue, self._patience.idle_s)

    def _expect(self, overdue: type[ExchangeFailure], within_s: float) -> None:
        self.overdue = overdue
        self.deadline = self._loop.time() + within_s

    def _wake(self) -> None:
        news = self._news
        if news is not None:
            self._news = None
            if not news.done():
                news.set_result(None)
