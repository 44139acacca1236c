"""A client's request as it goes out to an upstream: head, framing, and the first piece of the body."""

import re
from dataclasses import dataclass

from gateway.forwarding.asgi import Receive, Scope
from gateway.forwarding.errors import BrokenUpload, ClientGone, MalformedTarget
from gateway.forwarding.headers import Headers, Onward

REPLAYABLE_BYTES = 64 * 1024
_IDEMPOTENT = frozenset({"GET", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE"})
_TARGET = re.compile(rb"/[\x21-\x7e]*")


@dataclass(slots=True)
class OutgoingRequest:
    """`start` is the head and the first piece of the body, framed; `more`: the rest is still to come."""

    start: bytes
    is_head: bool
    more: bool
    chunked: bool
    unsent: int
    """Bytes of the declared length that `start` does not hold; counts down. Without meaning when chunked."""
    replayable: bool
    """May be sent a second time: small, and idempotent (RFC 9110, 9.2.2) or with an Idempotency-Key."""


def request_target(path: bytes, query: bytes) -> bytes:
    """Raises MalformedTarget."""
    target = path + b"?" + query if query else path
    if _TARGET.fullmatch(target) is None:
        raise MalformedTarget
    return target


def request_head(method: str, target: bytes, host: bytes, headers: Headers) -> list[bytes]:
    """The head in pieces, without its closing empty line."""
    head = [method.encode("ascii"), b" ", target, b" HTTP/1.1\r\nhost: ", host, b"\r\n"]
    for name, value in headers:
        head += (name, b": ", value, b"\r\n")
    return head


def without_body(scope: Scope, head: list[bytes], onward: Onward) -> OutgoingRequest | None:
    """The whole request, unless a body belongs to it."""
    if onward.chunked or onward.declared:
        return None
    method: str = scope["method"]
    # Servers want a length of zero where the method usually has a body (RFC 9110, 8.6).
    head.append(b"\r\n" if onward.declared is None else b"content-length: 0\r\n\r\n")
    return OutgoingRequest(b"".join(head), method == "HEAD", False, False, 0, _may_repeat(scope))  # noqa: FBT003


async def with_body(scope: Scope, receive: Receive, head: list[bytes], onward: Onward) -> OutgoingRequest:
    """Takes the body's first piece from the client before a connection is occupied.

    The client's own framing never passes: it is written anew, one of length and chunks and never both.
    Raises ClientGone, BrokenUpload.
    """
    message = await receive()
    if message["type"] != "http.request":
        raise ClientGone
    body: bytes = message.get("body", b"")
    more: bool = message.get("more_body", False)
    unsent = 0
    if onward.chunked and more:
        head += (b"transfer-encoding: chunked\r\n\r\n", as_chunk(body))
    else:
        length = len(body) if onward.chunked or onward.declared is None else onward.declared
        head += (b"content-length: %d\r\n\r\n" % length, body)
        unsent = length - len(body)
        if unsent < 0 or (unsent and not more):
            raise BrokenUpload
    return OutgoingRequest(
        start=b"".join(head),
        is_head=scope["method"] == "HEAD",
        more=more,
        chunked=onward.chunked and more,
        unsent=unsent,
        replayable=not more and len(body) <= REPLAYABLE_BYTES and _may_repeat(scope),
    )


def _may_repeat(scope: Scope) -> bool:
    return scope["method"] in _IDEMPOTENT or any(name == b"idempotency-key" for name, _ in scope["headers"])


def as_chunk(piece: bytes) -> bytes:
    """One chunk; nothing for an empty piece, which would end the body."""
    return b"%x\r\n%b\r\n" % (len(piece), piece) if piece else b""
