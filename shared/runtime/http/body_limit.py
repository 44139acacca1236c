"""Bodies over 10 MB are refused, by their declared length or as they stream in; uploads have their own limits.

Source: api.md.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.kernel.errors import DomainError, Kind
from shared.kernel.text import Text

MEGABYTE = 1024 * 1024
LIMIT_BYTES = 10 * MEGABYTE


@dataclass(frozen=True, slots=True)
class Upload:
    """A route that takes a larger body as a stream; `path` is matched whole."""

    method: str
    path: re.Pattern[str]
    limit: int


class BodyTooLarge(DomainError):
    """Nothing of it was kept."""

    slug = "body-too-large"
    kind = Kind.TOO_LARGE
    title = Text(zh="请求体过大", en="Body too large")
    detail = Text(zh="请求体不得超过 {most} MB。", en="A request body may have at most {most} MB.")

    def __init__(self, limit: int = LIMIT_BYTES) -> None:
        super().__init__(most=limit // MEGABYTE)


class BodyLimit:
    """ASGI middleware, inside the error mapping of `problems.domain_problem`."""

    def __init__(self, app: ASGIApp, *, limit: int = LIMIT_BYTES, uploads: Sequence[Upload] = ()) -> None:
        self.app = app
        self.limit = limit
        self.uploads = uploads

    def _limit_of(self, scope: Scope) -> int:
        for upload in self.uploads:
            if scope["method"] == upload.method and upload.path.fullmatch(scope["path"]):
                return upload.limit
        return self.limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        limit = self._limit_of(scope)
        if self._declared(scope) > limit:
            await self._refuse(scope, receive, send, limit)
        else:
            await self._watch(scope, receive, send, limit)

    async def _watch(self, scope: Scope, receive: Receive, send: Send, limit: int) -> None:
        body = _Body(receive, limit)
        has_begun = False

        async def unless_too_large(message: Message) -> None:
            # FastAPI turns whatever a body read raises into its own 400: that answer is held back here.
            nonlocal has_begun
            if body.is_over and not has_begun:
                return
            has_begun = True
            await send(message)

        try:
            await self.app(scope, body.receive, unless_too_large)
        except BodyTooLarge:
            if has_begun:
                raise
        if body.is_over and not has_begun:
            await self._refuse(scope, receive, send, limit)

    @staticmethod
    def _declared(scope: Scope) -> int:
        for name, content in scope["headers"]:
            if name == b"content-length" and content.isdigit():
                return int(content)
        return 0

    @staticmethod
    async def _refuse(scope: Scope, receive: Receive, send: Send, limit: int) -> None:
        from shared.runtime.http.problems import domain_problem  # noqa: PLC0415 - problems imports the context

        response = domain_problem(Request(scope), BodyTooLarge(limit))
        response.headers["Connection"] = "close"
        await response(scope, receive, send)


class _Body:
    """A body as it streams in."""

    def __init__(self, receive: Receive, limit: int) -> None:
        self._receive = receive
        self._limit = limit
        self._left = limit
        self.is_over = False

    async def receive(self) -> Message:
        """The next piece. Raises BodyTooLarge: ours, or that of a gateway in front of us in the same process."""
        try:
            message = await self._receive()
        except BodyTooLarge:
            self.is_over = True
            raise
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            self.is_over = True
            raise BodyTooLarge(self._limit)
        return message
