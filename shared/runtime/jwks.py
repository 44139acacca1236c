"""The gateway's public keys over HTTP, remembered; asked anew for an unknown key id, at most every few seconds."""

import asyncio
import time

import httpx
from joserfc.jwk import KeySet

from shared.kernel.errors import DomainError, Kind
from shared.kernel.text import Text

_FRESH_S = 300.0
_ASK_AGAIN_S = 5.0


class KeysAway(DomainError):
    """The gateway's keys were never read yet, and can't be now."""

    slug = "keys-unavailable"
    kind = Kind.UNAVAILABLE
    title = Text(zh="暂时不可用", en="For the moment unavailable")
    detail = Text(zh="暂时无法取得网关公钥。", en="The gateway's public keys can't be read at the moment.")
    retry_after_s = 2


class HttpKeys:
    """`KeySource` over the gateway's `/.well-known/jwks.json`. Old keys serve on while the gateway is away."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._known: KeySet | None = None
        self._read_at = float("-inf")
        self._lock = asyncio.Lock()

    async def keys(self, *, refresh: bool = False) -> KeySet:
        """The live keys. Raises KeysAway."""
        patience = _ASK_AGAIN_S if refresh else _FRESH_S
        async with self._lock:
            if self._known is None or time.monotonic() - self._read_at > patience:
                await self._read()
        if self._known is None:
            raise KeysAway
        return self._known

    async def _read(self) -> None:
        try:
            async with httpx.AsyncClient(timeout=3.0) as client:
                answer = await client.get(self._url)
                answer.raise_for_status()
                self._known = KeySet.import_key_set(answer.json())
                self._read_at = time.monotonic()
        except (httpx.HTTPError, ValueError):
            if self._known is not None:
                self._read_at = time.monotonic() - _FRESH_S + _ASK_AGAIN_S
