"""Request context as plain ASGI: correlation id, language, body limit, access log, metrics.

Plain ASGI, because three `BaseHTTPMiddleware` were measured to cost five times the throughput (performance.md).
"""

import re
import time
from dataclasses import replace
from typing import Any

import structlog
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.kernel.ids import new_id
from shared.kernel.text import Locale
from shared.runtime.context import Context
from shared.runtime.metrics import Metrics
from shared.runtime.tracing import span

REQUEST_ID = b"x-request-id"
_WELL_FORMED = re.compile(rb"[A-Za-z0-9._-]{8,64}")
TRACEPARENT = re.compile(rb"00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")
_STATE_KEY = "lobby_context"
log = structlog.get_logger()


def context_of(connection: HTTPConnection) -> Context:
    """The context that `RequestContext` put there; a bare one for a request that did not pass it."""
    found = connection.scope.get(_STATE_KEY)
    return found if isinstance(found, Context) else Context(correlation_id=new_id())


def set_context(scope: Scope, context: Context) -> None:
    """Replace the context, once the actor is known."""
    scope[_STATE_KEY] = context


def preferred_locale(header: bytes) -> Locale:
    """The first supported language of `Accept-Language` by weight; zh-CN when none is."""
    best: tuple[float, Locale] = (0.0, "zh-CN")
    for entry in header.decode("latin-1").split(","):
        tag, _, weight = entry.strip().partition(";q=")
        language = tag.partition("-")[0].strip().lower()
        try:
            quality = float(weight) if weight else 1.0
        except ValueError:
            continue
        if language in {"zh", "en"} and quality > best[0]:
            best = (quality, "en" if language == "en" else "zh-CN")
    return best[1]


class RequestContext:
    """ASGI middleware: gives every request its context and counts it."""

    def __init__(self, app: ASGIApp, *, service: str, metrics: Metrics) -> None:
        self.app = app
        self.service = service
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        given = headers.get(REQUEST_ID, b"")
        correlation_id = given.decode() if _WELL_FORMED.fullmatch(given) else new_id()
        trace = headers.get(b"traceparent", b"")
        context = Context(
            correlation_id=correlation_id,
            locale=preferred_locale(headers.get(b"accept-language", b"")),
            traceparent=trace.decode() if TRACEPARENT.fullmatch(trace) else None,
        )
        structlog.contextvars.bind_contextvars(correlation_id=correlation_id, service=self.service)
        begun = time.perf_counter()
        status = 500

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), (REQUEST_ID, correlation_id.encode())]
            await send(message)

        try:
            with span(f"{self.service} {scope['method']}", traceparent=context.traceparent) as traceparent:
                set_context(scope, replace(context, traceparent=traceparent))
                await self.app(scope, receive, send_with_id)
        finally:
            seconds = time.perf_counter() - begun
            self.metrics.request(self.service, scope["method"], _route_of(scope), status, seconds)
            log.info(
                "request",
                method=scope["method"],
                path=scope["path"],
                status=status,
                ms=round(seconds * 1000, 1),
            )
            structlog.contextvars.clear_contextvars()


def _route_of(scope: Scope) -> str:
    """The route's template, never the path itself: ids must not become label values."""
    route: Any = scope.get("route")
    return str(getattr(route, "path", "unmatched"))
