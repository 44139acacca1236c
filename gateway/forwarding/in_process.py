"""An upstream in the same process (embedded): calls the service's ASGI app directly, nothing is buffered."""

import asyncio
import logging
from typing import Any
from urllib.parse import unquote_to_bytes

from gateway.forwarding.asgi import App, Message, Receive, Scope, Send
from gateway.forwarding.errors import (
    BadAnswer,
    MalformedTarget,
    ResponseAborted,
    UpstreamTimedOut,
    UpstreamUnavailable,
)
from gateway.forwarding.headers import BODILESS, HeaderRules, Headers, passing_back, with_answer
from gateway.forwarding.limits import Patience
from gateway.forwarding.request import request_target
from gateway.forwarding.upstream import MOST_COMPOSED_BYTES

_log = logging.getLogger(__name__)


class InProcessUpstream:
    """`app`'s lifespan is the embedding's business; `state` is what that lifespan yielded."""

    def __init__(
        self,
        app: App,
        *,
        service: str,
        patience: Patience | None = None,
        rules: HeaderRules | None = None,
        state: dict[str, Any] | None = None,
    ) -> None:
        self.service = service
        self._app = app
        self._patience = patience or Patience()
        self._rules = rules or HeaderRules()
        self._state = state

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
        request_target(path, scope["query_string"])
        onward = self._rules.outgoing(scope, headers)
        if onward.declared is not None and not onward.chunked:
            onward.headers.append((b"content-length", b"%d" % onward.declared))
        inner = self._scope(scope["method"], path, scope["query_string"], onward.headers)
        inner.update({name: scope.get(name) for name in ("client", "server", "scheme", "http_version")})
        await self._call(inner, receive, _Answer(send, answer), self._patience.first_byte_s)

    async def get_json(self, target: str, headers: Headers, deadline_s: float) -> tuple[int, bytes]:
        path, _, query = request_target(target.encode("ascii", "replace"), b"").partition(b"?")
        inner = self._scope("GET", path, query, [(b"accept", b"application/json"), *headers])
        part = _Part()
        answer = _Answer(part.send, None)
        try:
            async with asyncio.timeout(deadline_s):
                await self._call(inner, part.receive, answer, deadline_s)
        except TimeoutError:
            raise UpstreamTimedOut(service=self.service) from None
        except (ResponseAborted, BadAnswer) as error:
            raise UpstreamUnavailable(service=self.service) from error
        return part.status, bytes(part.body)

    async def close(self) -> None:
        """The embedding stops the app itself."""

    async def _call(self, inner: Scope, receive: Receive, answer: "_Answer", first_byte_s: float) -> None:
        gone, is_sending = False, True

        async def listen() -> Message:
            nonlocal gone, is_sending
            if is_sending:
                answer.wait_for(self._patience.stall_s)  # the client's move
            message = await receive()
            gone = gone or message["type"] == "http.disconnect"
            if is_sending:
                is_sending = message.get("more_body", False)
                answer.wait_for(first_byte_s)
            return message

        try:
            async with asyncio.timeout(first_byte_s) as answer.deadline:
                await self._app(inner, listen, answer.send)
        except Exception as error:
            if answer.complete:
                # A framework's outermost layer answers 500 and then raises: that answer stands.
                _log.exception("%s raised after its answer", self.service)
            elif not gone:
                raise self._broken_off(answer) from error
        else:
            if not answer.complete and not gone:
                raise self._broken_off(answer)

    def _broken_off(self, answer: "_Answer") -> Exception:
        if answer.begun:
            return ResponseAborted(self.service)
        if answer.deadline.expired():
            return UpstreamTimedOut(service=self.service)
        return UpstreamUnavailable(service=self.service)

    def _scope(self, method: str, path: bytes, query: bytes, headers: Headers) -> Scope:
        """A scope of its own: what the gateway's framework keeps in the outer one means nothing inside."""
        try:
            decoded = unquote_to_bytes(path).decode("utf-8")
        except UnicodeDecodeError:
            raise MalformedTarget from None
        scope: Scope = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": decoded,
            "raw_path": path,
            "query_string": query,
            "root_path": "",
            "headers": headers,
            "client": None,
            "server": None,
        }
        if self._state is not None:
            scope["state"] = self._state.copy()
        return scope


class _Answer:
    """The app's `send`: header rules, and the end of the first-byte deadline."""

    def __init__(self, send: Send, own: Headers | None) -> None:
        self._send = send
        self._own = own
        self.deadline: asyncio.Timeout
        self.begun = False
        self.complete = False

    def wait_for(self, seconds: float) -> None:
        """The deadline begins anew: it runs from the last byte of the request."""
        if not self.begun and not self.deadline.expired():
            self.deadline.reschedule(asyncio.get_running_loop().time() + seconds)

    async def send(self, message: Message) -> None:
        kind = message["type"]
        if kind == "http.response.start":
            if self.deadline.expired():
                raise BadAnswer("too late")
            self.begun = True
            self.deadline.reschedule(None)
            headers = passing_back(message.get("headers", ()))
            if message["status"] in BODILESS:
                headers = [pair for pair in headers if pair[0] != b"content-length"]
            if self._own:
                headers = with_answer(headers, self._own)
            message = {**message, "headers": headers}
        elif kind == "http.response.body":
            self.complete = not message.get("more_body", False)
        await self._send(message)


class _Part:
    """The caller's side of a composed part: no body to send, the answer collected."""

    def __init__(self) -> None:
        self.status = 0
        self.body = bytearray()
        self._asked = False

    async def receive(self) -> Message:
        if self._asked:
            await asyncio.Event().wait()  # the caller stays until its deadline
        self._asked = True
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            return
        self.body += message.get("body", b"")
        if len(self.body) > MOST_COMPOSED_BYTES:
            raise BadAnswer("too large to compose from")
