"""Where a request comes from, behind proxies that are believed."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from ipaddress import ip_address, ip_network
from typing import Any


def address_of(scope: Mapping[str, Any], proxies: Sequence[str]) -> str:
    """The nearest address that is not one of our own `proxies` (addresses or networks); `unknown` without one."""
    client = scope.get("client")
    host = str(client[0]) if client else "unknown"
    if not proxies:
        return host
    said = b",".join(value for name, value in scope["headers"] if name == b"x-forwarded-for").decode("latin-1")
    chain = [*(part.strip() for part in said.split(",") if part.strip()), host]
    networks = tuple(proxies)
    return next((hop for hop in reversed(chain) if not _is_own(hop, networks)), chain[0])[:64]


@lru_cache(maxsize=4096)
def _is_own(host: str, networks: tuple[str, ...]) -> bool:
    try:
        address = ip_address(host)
    except ValueError:
        return False
    return any(address in ip_network(network) for network in networks)
