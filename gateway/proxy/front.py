"""The gateway as one ASGI app: its own paths go to its FastAPI app, the services' prefixes straight through.

A forwarded request costs a few look-ups here: whose token it is, what the account has left of its limit, the
service's own token. Source: architecture 10, performance rows 1 and 2.
"""

import time
from collections.abc import Callable, Mapping
from typing import Any

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gateway.forwarding import Headers, ResponseAborted, Upstream
from gateway.identity.domain.errors import TooManyRequests
from gateway.identity.sessions import Sessions
from gateway.proxy.account_limits import AccountLimits
from gateway.proxy.journal import Journal
from gateway.proxy.lanes import is_upload, service_for
from gateway.proxy.refusals import InternalFault, refuse
from gateway.proxy.request import Head
from shared.kernel.errors import DomainError
from shared.runtime.http.body_limit import LIMIT_BYTES, BodyTooLarge
from shared.runtime.http.context import TRACEPARENT
from shared.runtime.http.problems import DatabaseAway
from shared.runtime.http.security import KeySource, Unauthenticated
from shared.runtime.tracing import is_tracing, span

log = structlog.get_logger()

_UNLIMITED = (b"/v1/auth/token", b"/v1/auth/revoke")


class Front:
    """`api` is the gateway's own FastAPI app, `upstreams` the services by name, `keys` what verifies its tokens.

    The lifespan is `api`'s; after it the upstreams are closed.
    """

    def __init__(
        self,
        api: Any,
        *,
        upstreams: Mapping[str, Upstream],
        sessions: Sessions,
        keys: KeySource,
        limits: AccountLimits,
        journal: Journal,
        body_limit: int = LIMIT_BYTES,
        upload_limit: int = LIMIT_BYTES,
    ) -> None:
        self.api = api
        self.state = api.state
        self.upstreams = upstreams
        self.keys = keys
        self._sessions = sessions
        self._limits = limits
        self._journal = journal
        self._body_limit = body_limit
        self._upload_limit = upload_limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request, or the server's start and stop."""
        if scope["type"] != "http":
            try:
                await self.api(scope, receive, send)
            finally:
                if scope["type"] == "lifespan":
                    await self.close()
            return
        head = Head(scope)
        service = service_for(head.path)
        if service is None:
            await self._own(scope, receive, send, head)
        else:
            await self._forward(scope, receive, send, head, service)

    async def close(self) -> None:
        """After the last request."""
        self._journal.close()
        for upstream in self.upstreams.values():
            await upstream.close()

    # ── the services' paths ──────────────────────────────────────────────────────────────────────

    async def _forward(self, scope: Scope, receive: Receive, send: Send, head: Head, service: str) -> None:
        began = time.perf_counter()
        answer = _Answer(send)
        own: Headers = [(b"x-request-id", head.request_id)]
        try:
            await self._pass_on(scope, receive, answer, head, service, own)
        except DomainError as error:
            if answer.status:
                raise
            if isinstance(error, TooManyRequests):
                own += self._limits.exhausted(error)
            await refuse(scope, answer, error, own)
        except ResponseAborted:
            log.warning("answer_aborted", service=service, correlation_id=head.request_id.decode())
            raise
        except Exception:
            log.exception("forwarding_failed", service=service, correlation_id=head.request_id.decode())
            if answer.status:
                raise
            await refuse(scope, answer, InternalFault(), own)
        finally:
            self._journal.forwarded(
                service,
                scope["method"],
                head.path,
                status=answer.status or 499,
                seconds=time.perf_counter() - began,
                request_id=head.request_id.decode(),
            )

    async def _pass_on(
        self, scope: Scope, receive: Receive, answer: "_Answer", head: Head, service: str, own: Headers
    ) -> None:
        grant = await self._sessions.grant(head.authorization)
        own += self._limits.count(grant.account_id)
        limit = self._body_limit
        if (head.chunked or (head.declared or 0) > limit) and is_upload(scope["method"], head.path):
            limit = self._upload_limit
        if head.declared is not None and head.declared > limit:
            raise BodyTooLarge(limit)
        passed: Headers = [(b"authorization", self._sessions.internal_token(grant, service)), own[0]]
        body = self._bounded(receive, limit) if head.chunked else receive
        upstream = self.upstreams[service]
        if not is_tracing():
            await upstream.forward(scope, body, answer, path=head.path, headers=passed, answer=own)
            return
        with span(f"gateway {scope['method']}", traceparent=_traceparent(scope), service=service) as traceparent:
            passed += [(b"traceparent", traceparent.encode())] if traceparent else []
            await upstream.forward(scope, body, answer, path=head.path, headers=passed, answer=own)

    def _bounded(self, receive: Receive, limit: int) -> Callable[[], Any]:
        """Counts a body whose length was not said. Raises BodyTooLarge."""
        seen = 0

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > limit:
                raise BodyTooLarge(limit)
            return message

        return counted

    # ── the gateway's own paths ──────────────────────────────────────────────────────────────────

    async def _own(self, scope: Scope, receive: Receive, send: Send, head: Head) -> None:
        """Counted against the account's limit too; who may not sign in is told so by the route."""
        app: ASGIApp = self.api
        if head.path == b"/metrics":
            self._journal.settle()
        if head.authorization is None or not head.path.startswith(b"/v1/") or head.path.startswith(_UNLIMITED):
            await app(scope, receive, send)
            return
        try:
            grant = await self._sessions.grant(head.authorization)
            own = self._limits.count(grant.account_id)
        except TooManyRequests as error:
            request_id = (b"x-request-id", head.request_id)
            await refuse(scope, send, error, [request_id, *self._limits.exhausted(error)])
            return
        except (Unauthenticated, DatabaseAway):
            own = []

        async def with_limits(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *own]
            await send(message)

        await app(scope, receive, with_limits)


def _traceparent(scope: Scope) -> str | None:
    """The caller's, if it is one (W3C Trace Context)."""
    given = dict(scope["headers"]).get(b"traceparent", b"")
    return given.decode() if TRACEPARENT.fullmatch(given) else None


class _Answer:
    """The client's `send`; `status` is 0 until an answer has begun."""

    __slots__ = ("_send", "status")

    def __init__(self, send: Send) -> None:
        self._send = send
        self.status = 0

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
        await self._send(message)
