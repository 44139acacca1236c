"""An upstream's answer as httptools tells it, piece by piece."""

import asyncio

from httptools import HttpResponseParser

from gateway.forwarding.errors import BadAnswer
from gateway.forwarding.headers import BODILESS, NOT_FROM_UPSTREAMS, Headers, named_in_connection

MOST_HEADERS = 200
_FINAL = range(200, 600)
_INTERIM = frozenset({100, 102, 103})  # without 101: nobody asked to switch protocols


class AnswerReader(asyncio.Protocol):
    """State of the answer under way. Callbacks raise BadAnswer, which httptools turns into HttpParserError.

    `status` is 0 until the head is whole; `pieces` wait to be taken; `complete`: nothing more will come;
    `reusable`: the connection may carry another exchange.
    """

    # More attributes than an instance's shared-key dict holds: without slots each access costs twice.
    __slots__ = (
        "buffered",
        "closing",
        "complete",
        "delimited",
        "event_stream",
        "headers",
        "is_head",
        "named",
        "parser",
        "pieces",
        "reusable",
        "status",
    )

    def __init__(self) -> None:
        self.parser = HttpResponseParser(self)
        self.is_head = False
        self.pieces: list[bytes] = []
        self.named: set[bytes] = set()
        self._expect_answer(is_head=False)

    def _expect_answer(self, *, is_head: bool) -> None:
        if self.is_head:
            # The parser still waits for the body that the answer to HEAD announced and did not have.
            self.parser = HttpResponseParser(self)
        self.is_head = is_head
        self.status = self.buffered = 0
        self.headers: Headers = []
        self.complete = self.reusable = self.delimited = self.closing = self.event_stream = False

    def on_message_begin(self) -> None:
        if self.complete:
            self.reusable = False
            raise BadAnswer("a second answer")

    def on_header(self, name: bytes, value: bytes) -> None:
        if self.status:
            return  # a trailer
        name = name.lower()
        if name not in NOT_FROM_UPSTREAMS:
            self.headers.append((name, value))
            if name == b"content-length":
                self.delimited = True
            elif name == b"content-type":
                self.event_stream = value.startswith(b"text/event-stream")
        elif name == b"transfer-encoding":
            if value.lower() != b"chunked":
                raise BadAnswer("a transfer coding other than chunked")
            self.delimited = True
            self.named.add(b"content-length")
        elif name == b"connection" and value != b"keep-alive":
            self.named |= named_in_connection(value)
            self.closing = b"close" in self.named

    def on_headers_complete(self) -> None:
        status = self.parser.get_status_code()
        if status in BODILESS:
            self.delimited = True
            self.named.add(b"content-length")
        if self.named:
            self.headers = [pair for pair in self.headers if pair[0] not in self.named]
            self.named.clear()
        if status in _INTERIM:
            self.headers.clear()
            self.delimited = self.closing = self.event_stream = False
            return
        if status not in _FINAL or len(self.headers) > MOST_HEADERS:
            raise BadAnswer(f"status {status} with {len(self.headers)} headers")
        self.status = status
        if self.is_head:
            self.complete = True
            self.reusable = not self.closing and self.parser.get_http_version() == "1.1"

    def on_body(self, body: bytes) -> None:
        if self.complete:
            self.reusable = False
            raise BadAnswer("a body in answer to HEAD")
        self.pieces.append(body)
        self.buffered += len(body)

    def on_message_complete(self) -> None:
        if self.status and not self.complete:
            self.complete = True
            self.reusable = self.parser.should_keep_alive()

    def ended_by_close(self) -> bool:
        """Whether the connection's end is the answer's, as HTTP/1.0 has it."""
        return self.status > 0 and not self.delimited
