"""Which headers pass the gateway, in either direction.

Hop-by-hop fields end here (RFC 9110, 7.6.1), also those that `Connection` names. Who the caller is,
the gateway alone says: the outer token, cookies and any `x-lobby-*` of a client never reach a service.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from ipaddress import ip_address, ip_network
from typing import Any, NamedTuple

from gateway.forwarding.errors import BrokenUpload

Headers = list[tuple[bytes, bytes]]

HOP_BY_HOP = frozenset(
    {
        b"connection",
        b"keep-alive",
        b"proxy-authenticate",
        b"proxy-authorization",
        b"proxy-connection",
        b"te",
        b"trailer",
        b"transfer-encoding",
        b"upgrade",
        b"http2-settings",
    }
)
# `expect` is answered by the gateway's server, `content-length` is written anew with the body's framing.
NOT_FROM_CLIENTS = HOP_BY_HOP | {
    b"authorization",
    b"content-length",
    b"cookie",
    b"expect",
    b"forwarded",
    b"host",
    b"x-real-ip",
}
# The gateway's server writes its own `date`, and twice is malformed.
NOT_FROM_UPSTREAMS = HOP_BY_HOP | {b"date", b"server"}
# A 304 may tell the length that a 200 would have; servers take that for a promise.
BODILESS = frozenset({204, 304})
_RESERVED = (b"x-lobby-", b"x-forwarded-")


def named_in_connection(value: bytes) -> set[bytes]:
    """The fields that a `Connection` header declares hop-by-hop."""
    return {token.strip().lower() for token in value.split(b",")}


class Onward(NamedTuple):
    """What goes on to a service, and how the client framed its body."""

    headers: Headers
    declared: int | None
    """Its Content-Length."""
    chunked: bool


class HeaderRules:
    """What of a client's request goes on to a service.

    `trusted_proxies`: addresses or networks whose `X-Forwarded-For` and `-Proto` are believed.
    """

    def __init__(self, trusted_proxies: Iterable[str] = ()) -> None:
        networks = [ip_network(network) for network in trusted_proxies]

        @lru_cache(maxsize=4096)
        def trusts(host: str) -> bool:
            try:
                address = ip_address(host)
            except ValueError:
                return False
            return any(address in network for network in networks)

        self._trusts = trusts
        self._trusts_nobody = not networks

    def outgoing(self, scope: Mapping[str, Any], own: Headers) -> Onward:
        """The client's headers that may pass, where it came from, and `own`, which replace the client's.

        Raises BrokenUpload for a length that is none.
        """
        mine = dict(own)
        headers: Headers = []
        named: set[bytes] | None = None
        declared: int | None = None
        chunked = False
        for pair in scope["headers"]:
            name = pair[0]
            if name not in NOT_FROM_CLIENTS:
                if name not in mine and not name.startswith(_RESERVED):
                    headers.append(pair)
            elif name == b"content-length":
                if not pair[1].isdigit() or declared is not None:
                    raise BrokenUpload
                declared = int(pair[1])
            elif name == b"transfer-encoding":
                chunked = True
            elif name == b"connection" and pair[1] != b"keep-alive":
                named = named_in_connection(pair[1]) | (named or set())
        if named:
            headers = [pair for pair in headers if pair[0] not in named]
        headers += self._origin(scope)
        headers += own
        return Onward(headers, declared, chunked)

    def _origin(self, scope: Mapping[str, Any]) -> Headers:
        client = scope.get("client")
        host: str = client[0] if client else "unknown"
        scheme: str = scope.get("scheme", "http")
        if self._trusts_nobody or not self._trusts(host):
            return _origin(host, scheme)
        said = [value for name, value in scope["headers"] if name == b"x-forwarded-for"]
        [(_, address), (_, proto)] = _origin(host, scheme)
        proto = next((value for name, value in scope["headers"] if name == b"x-forwarded-proto"), proto)
        return [(b"x-forwarded-for", b", ".join([*said, address])), (b"x-forwarded-proto", proto)]


@lru_cache(maxsize=4096)
def _origin(host: str, scheme: str) -> Headers:
    proto = b"https" if scheme == "https" else b"http"
    return [(b"x-forwarded-for", host.encode("latin-1", "replace")), (b"x-forwarded-proto", proto)]


def passing_back(received: Iterable[tuple[bytes, bytes]]) -> Headers:
    """A service's headers that may pass to the client."""
    named: set[bytes] = set()
    onward: Headers = []
    for raw, value in received:
        name = raw.lower()
        if name == b"connection":
            named |= named_in_connection(value)
        if name not in NOT_FROM_UPSTREAMS:
            onward.append((name, value))
    return [pair for pair in onward if pair[0] not in named] if named else onward


def with_answer(onward: Headers, own: Headers) -> Headers:
    """The gateway's `own` in place of the service's of the same name."""
    mine = dict(own)
    return [pair for pair in onward if pair[0] not in mine] + own
