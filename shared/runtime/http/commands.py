"""The boundary of a change: idempotency key, one transaction, ETag, the stored answer.

The answer is built and stored inside the transaction and sent after its commit: a 201 can't be followed by a
failed commit (architecture 7), and a replay is the first answer byte for byte.
"""

import hashlib
import json
from collections.abc import Awaitable, Callable
from typing import Annotated, Any, TypeVar

from fastapi import Header, Request
from fastapi.responses import Response
from pydantic import BaseModel
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from shared.kernel.errors import DomainError, Kind
from shared.kernel.text import Text
from shared.runtime.context import Context
from shared.runtime.http.context import context_of
from shared.runtime.http.etags import IfMatchRequired, etag, parse_if_match
from shared.runtime.http.patterns import worded
from shared.runtime.unit_of_work import Transaction, UnitOfWork

R = TypeVar("R")
_JSON = "application/json"
_CREATED = 201


class KeyReused(DomainError):
    """The key belongs to another request."""

    slug = "idempotency-key-reused"
    kind = Kind.INVALID
    title = Text(zh="Idempotency-Key 已用于其他请求", en="Idempotency-Key reused")
    detail = Text(
        zh="此 Idempotency-Key 已用于内容不同的请求，未作任何更改。",
        en="This Idempotency-Key was used for a request with other content; nothing was changed.",
    )


class KeyInProgress(DomainError):
    """The first request with this key is still being worked on."""

    slug = "idempotency-key-in-progress"
    kind = Kind.CONFLICT
    title = Text(zh="同一请求正在处理", en="Request in progress")
    detail = Text(
        zh="同一 Idempotency-Key 的请求正在处理，请稍后重试。",
        en="A request with this Idempotency-Key is in progress: try again soon.",
    )
    retry_after_s = 1


class KeyRequired(DomainError):
    """Money or a document is made: the key is required."""

    slug = "idempotency-key-required"
    kind = Kind.MALFORMED
    title = Text(zh="缺少 Idempotency-Key", en="Idempotency-Key required")
    detail = Text(zh="此操作须带 Idempotency-Key 请求头。", en="This operation needs an Idempotency-Key header.")


IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=255,
        pattern=worded(
            r"^[\x21-\x7e]+$",
            Text(zh="只能是可见的 ASCII 字符，不含空格", en="Visible ASCII characters without spaces"),
        ),
        description="Same key and body: the first answer again",
    ),
]
IfMatch = Annotated[str | None, Header(alias="If-Match", max_length=64, description="ETag of the last read")]


class Command:
    """Dependency of a changing route: `command.run(lambda tx: open_ticket(tx, …), view=TicketView.of)`."""

    def __init__(self, request: Request, idempotency_key: IdempotencyKey = None, if_match: IfMatch = None) -> None:
        self._request = request
        self._key = idempotency_key
        self._if_match = if_match
        self._unit_of_work: UnitOfWork = request.app.state.unit_of_work
        self._in_flight: set[tuple[str, str]] = request.app.state.in_flight
        self.body_digest: str | None = None
        """Set by a route that took the body as it streamed in: what stands for the body in the key's fingerprint."""
        self.collection = request.url.path.rstrip("/")
        """Where a thing that is made is found by its id; set by a route whose things live elsewhere."""

    @property
    def context(self) -> Context:
        """The request's context, the actor included."""
        return context_of(self._request)

    def require_key(self) -> None:
        """Before a long body is read. Raises KeyRequired."""
        if self._key is None:
            raise KeyRequired

    async def run(
        self,
        work: Callable[[Transaction], Awaitable[R]],
        *,
        view: Callable[[R], BaseModel],
        status: int = 200,
        if_match_required: bool = False,
        key_required: bool = False,
    ) -> Response:
        """Do `work` once per Idempotency-Key; the answer has the `ETag` of the result's `version` if it has one."""
        if if_match_required and self._if_match is None:
            raise IfMatchRequired
        if self._key is None:
            if key_required:
                raise KeyRequired
            return await self._do(work, view, status, None)
        claim = (self.context.actor or "", self._key)
        if claim in self._in_flight:
            raise KeyInProgress
        self._in_flight.add(claim)
        try:
            return await self._once(work, view, status)
        finally:
            self._in_flight.discard(claim)

    async def _once(
        self, work: Callable[[Transaction], Awaitable[R]], view: Callable[[R], BaseModel], status: int
    ) -> Response:
        fingerprint = await self._fingerprint()
        if (first := await self._first_answer(fingerprint)) is not None:
            return first
        try:
            return await self._do(work, view, status, fingerprint)
        except Exception as error:
            # Another replica may have been quicker with the same key: then its answer stands, whatever failed here.
            if isinstance(error, DomainError) and error.kind not in {Kind.CONFLICT, Kind.STALE, Kind.INVALID}:
                raise
            if not isinstance(error, DomainError | IntegrityError) and "Stale" not in type(error).__name__:
                raise
            if (first := await self._first_answer(fingerprint)) is not None:
                return first
            raise

    async def _do(
        self,
        work: Callable[[Transaction], Awaitable[R]],
        view: Callable[[R], BaseModel],
        status: int,
        fingerprint: str | None,
    ) -> Response:
        async with self._unit_of_work.begin(self.context) as tx:
            tx.expected_version = parse_if_match(self._if_match)
            result = await work(tx)
            await tx.session.flush()
            body = view(result).model_dump_json().encode()
            headers = self._headers(result, status)
            if fingerprint is not None:
                await tx.session.execute(
                    insert(self._unit_of_work.tables.idempotency_keys).values(
                        caller=self.context.actor or "",
                        key=self._key,
                        fingerprint=fingerprint,
                        status=status,
                        headers=json.dumps(headers),
                        body=body,
                        created_at=tx.now,
                    )
                )
        return Response(body, status_code=status, media_type=_JSON, headers=headers)

    def _headers(self, result: Any, status: int) -> dict[str, str]:
        headers: dict[str, str] = {}
        version = getattr(result, "version", None)
        if isinstance(version, int):
            headers["ETag"] = etag(version)
        made = getattr(result, "id", None)
        if status == _CREATED and isinstance(made, str):
            headers["Location"] = f"{self.collection}/{made}"
        return headers

    async def _fingerprint(self) -> str:
        digest = hashlib.sha256(f"{self._request.method} {self._request.url.path}?{self._request.url.query}\n".encode())
        digest.update(self.body_digest.encode() if self.body_digest else await self._request.body())
        return digest.hexdigest()

    async def _first_answer(self, fingerprint: str) -> Response | None:
        """The stored answer of this key. Raises KeyReused when it belongs to another request."""
        keys = self._unit_of_work.tables.idempotency_keys
        wanted = select(keys).where(keys.c.caller == (self.context.actor or ""), keys.c.key == self._key)
        async with self._unit_of_work.database.read() as session:
            row = (await session.execute(wanted)).one_or_none()
        if row is None:
            return None
        if row.fingerprint != fingerprint:
            raise KeyReused
        headers = json.loads(row.headers) | {"Idempotent-Replayed": "true"}
        return Response(row.body, status_code=row.status, media_type=_JSON, headers=headers)


async def command_of(request: Request, idempotency_key: IdempotencyKey = None, if_match: IfMatch = None) -> Command:
    """Dependency, `Annotated[Command, Depends(command_of)]`: FastAPI would make a bare class in a thread."""
    return Command(request, idempotency_key, if_match)
