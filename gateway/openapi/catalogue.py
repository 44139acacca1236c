"""The merged OpenAPI document, put together when asked for and kept for a while.

A service that is away is shown by its last known document; one that was never seen is named in `x-lobby-missing`.
"""

import asyncio
import json
import time
from collections.abc import Callable, Mapping
from typing import Any

import structlog

from gateway.forwarding import Upstream
from gateway.openapi.merging import SCHEME, Document, complete, merge
from shared.kernel.errors import DomainError

log = structlog.get_logger()

_FRESH_S = 60.0
_MISSING_FRESH_S = 2.0
_WITHIN_S = 2.0
_OK = 200

FRAME: Document = {
    "openapi": "3.1.0",
    "info": {
        "title": "Lobby",
        "version": "1",
        "summary": "物业前台套件 · Front desk suite for property management",
        "description": (
            "Tickets, households, charges, passes and messages behind one gateway. "
            "Sign in at `/v1/auth/token`. Money is integer fen, timestamps are RFC 3339, errors are RFC 9457. "
            "`Accept-Language: zh-CN | en` chooses the language. Events are described at `/asyncapi.json`."
        ),
    },
    "servers": [{"url": "/"}],
    "components": {
        "securitySchemes": {
            SCHEME: {
                "type": "oauth2",
                "description": "Staff sign-in",
                "flows": {"password": {"tokenUrl": "/v1/auth/token", "refreshUrl": "/v1/auth/token", "scopes": {}}},
            }
        }
    },
}


class Catalogue:
    """`own` gives the gateway's own document; `clock` tells monotonic seconds."""

    def __init__(
        self,
        upstreams: Mapping[str, Upstream],
        *,
        own: Callable[[], Document],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._upstreams = upstreams
        self._own = own
        self._clock = clock
        self._known: dict[str, Document] = {}
        self._merged: tuple[float, bytes] | None = None
        self._turn = asyncio.Lock()

    async def document(self) -> bytes:
        """As JSON."""
        async with self._turn:
            if self._merged is not None and self._clock() < self._merged[0]:
                return self._merged[1]
            away = await self._refresh()
            body = json.dumps(self._composed(), ensure_ascii=False).encode()
            self._merged = (self._clock() + (_MISSING_FRESH_S if away else _FRESH_S), body)
            return body

    def _composed(self) -> Document:
        documents = {"gateway": self._own()}
        documents |= {service: self._known[service] for service in self._upstreams if service in self._known}
        merged = complete(merge(documents, FRAME))
        missing = [service for service in self._upstreams if service not in self._known]
        if missing:
            merged["x-lobby-missing"] = missing
        return merged

    async def _refresh(self) -> bool:
        """Ask every service; whether one did not answer."""
        answers = await asyncio.gather(*(self._ask(service) for service in self._upstreams))
        for service, found in zip(self._upstreams, answers, strict=True):
            if found is not None:
                self._known[service] = found
        return None in answers

    async def _ask(self, service: str) -> Document | None:
        try:
            status, body = await self._upstreams[service].get_json("/openapi.json", [], _WITHIN_S)
            found: Any = json.loads(body)
        except (DomainError, ValueError) as error:
            log.warning("openapi_unavailable", of=service, error=str(error))
            return None
        return found if status == _OK and isinstance(found, dict) else None
