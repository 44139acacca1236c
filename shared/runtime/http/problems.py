"""RFC 9457 problem details: domain errors are mapped to HTTP here, once. Source: api.md."""

from collections.abc import Mapping
from typing import Any

import structlog
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm.exc import StaleDataError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from shared.kernel.errors import DomainError, Kind
from shared.kernel.text import Text
from shared.runtime.database import is_database_away
from shared.runtime.http.context import context_of
from shared.runtime.http.validation import FieldFault, field_faults, is_malformed

log = structlog.get_logger()

MEDIA_TYPE = "application/problem+json"

STATUS: Mapping[Kind, int] = {
    Kind.MALFORMED: 400,
    Kind.UNAUTHENTICATED: 401,
    Kind.FORBIDDEN: 403,
    Kind.NOT_FOUND: 404,
    Kind.CONFLICT: 409,
    Kind.STALE: 412,
    Kind.TOO_LARGE: 413,
    Kind.UNSUPPORTED: 415,
    Kind.INVALID: 422,
    Kind.PRECONDITION_REQUIRED: 428,
    Kind.RATE_LIMITED: 429,
    Kind.UNAVAILABLE: 503,
    Kind.STORAGE_FULL: 507,
}

_EXPLANATIONS: Mapping[int, str] = {
    400: "Malformed request",
    401: "Not signed in, or the token is forged or expired",
    403: "The permission is not granted",
    404: "Does not exist, or is outside the caller's communities",
    405: "Method not allowed",
    409: "Not possible in the present state, or a change at the same time",
    412: "If-Match names a stale version",
    413: "Body larger than 10 MB",
    415: "Unsupported media type",
    422: "Content refused; `errors` names the fields",
    428: "If-Match is required",
    429: "Too many requests; see Retry-After",
    503: "For the moment unavailable; see Retry-After",
    507: "Storage is full",
}


class Problem(BaseModel):
    """A problem detail as it is sent (`application/problem+json`)."""

    type: str = Field(examples=["urn:lobby:problem:unknown-room"])
    title: str
    status: int
    detail: str
    instance: str
    correlation_id: str
    errors: list[FieldFault] | None = None


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The `responses=` of a route: the named refusals, and those that any signed-in route may give."""
    return {
        status: {"description": _EXPLANATIONS[status], "content": {MEDIA_TYPE: {"schema": _SCHEMA}}}
        for status in sorted({400, 401, 403, 413, 422, 503, *statuses})
    }


_SCHEMA = {"$ref": "#/components/schemas/Problem"}


class Conflict(DomainError):
    """Somebody else changed the same thing at the same time."""

    slug = "concurrent-change"
    kind = Kind.CONFLICT
    title = Text(zh="同时被他人修改", en="Changed at the same time")
    detail = Text(
        zh="此记录刚被他人修改，请重新读取后再试。",
        en="The record was just changed by somebody else: read again.",
    )


class DatabaseAway(DomainError):
    """The database does not answer; nothing was changed."""

    slug = "database-unavailable"
    kind = Kind.UNAVAILABLE
    title = Text(zh="暂时不可用", en="For the moment unavailable")
    detail = Text(
        zh="数据库暂时没有响应，请稍后再试。",
        en="The database does not answer at the moment: try again soon.",
    )
    retry_after_s = 2


class StorageFull(DomainError):
    """No room left on the disk; nothing was changed."""

    slug = "storage-full"
    kind = Kind.STORAGE_FULL
    title = Text(zh="存储空间已满", en="Storage is full")
    detail = Text(zh="存储空间已满，未作任何更改。", en="The storage is full; nothing was changed.")
    retry_after_s = 30


_INVALID = Text(zh="内容无效", en="Invalid content")
_INVALID_DETAIL = Text(
    zh="{count} 个字段无法接受，详见 errors。", en="{count} field(s) can't be accepted; see `errors`."
)
_MALFORMED = Text(zh="请求格式错误", en="Malformed request")
_MALFORMED_DETAIL = Text(zh="请求体不是有效的 JSON。", en="The request body is not valid JSON.")
_FAILED = Text(zh="内部错误", en="Internal error")
_FAILED_DETAIL = Text(
    zh="处理时出错，已记录；请提供关联号。", en="It failed and was recorded: quote the correlation id."
)
_PLAIN: Mapping[int, tuple[str, Text]] = {
    400: ("malformed", _MALFORMED),
    401: ("unauthenticated", Text(zh="未登录", en="Not signed in")),
    404: ("not-found", Text(zh="未找到", en="Not found")),
    405: ("method-not-allowed", Text(zh="不支持此方法", en="Method not allowed")),
    415: ("unsupported-media-type", Text(zh="不支持的媒体类型", en="Unsupported media type")),
}


def problem_response(
    request: Request,
    *,
    slug: str,
    status: int,
    title: str,
    detail: str,
    errors: list[FieldFault] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """A problem document as an answer."""
    body = Problem(
        type=f"urn:lobby:problem:{slug}",
        title=title,
        status=status,
        detail=detail,
        instance=request.url.path,
        correlation_id=context_of(request).correlation_id,
        errors=errors,
    )
    return Response(
        body.model_dump_json(exclude_none=True),
        status_code=status,
        media_type=MEDIA_TYPE,
        headers=dict(headers or {}),
    )


def domain_problem(request: Request, error: DomainError) -> Response:
    """A domain error as an answer."""
    locale = context_of(request).locale
    faults = [
        FieldFault(pointer=pointer, message=words, place=_place_of(request, pointer))
        for pointer, words in error.faults(locale)
    ]
    headers = {"Retry-After": str(error.retry_after_s)} if error.retry_after_s is not None else {}
    if error.kind is Kind.UNAUTHENTICATED:
        headers["WWW-Authenticate"] = "Bearer"
    return problem_response(
        request,
        slug=error.slug,
        status=STATUS[error.kind],
        title=error.title.pick(locale),
        detail=error.explain(locale),
        errors=faults or None,
        headers=headers,
    )


def _place_of(request: Request, pointer: str) -> str:
    """Where the field at fault was sent: domain errors know its name alone."""
    name = pointer.lstrip("/").partition("/")[0]
    if name in request.path_params:
        return "path"
    return "query" if request.method == "GET" and name in request.query_params else "body"


async def _on_domain_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, DomainError)  # noqa: S101 - registered for this class alone
    return domain_problem(request, error)


async def _on_validation_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for this class alone
    locale = context_of(request).locale
    if is_malformed(error):
        return problem_response(
            request,
            slug="malformed",
            status=400,
            title=_MALFORMED.pick(locale),
            detail=_MALFORMED_DETAIL.pick(locale),
        )
    faults = field_faults(error.errors(), locale)
    return problem_response(
        request,
        slug="invalid-content",
        status=422,
        title=_INVALID.pick(locale),
        detail=_INVALID_DETAIL.pick(locale, count=len(faults)),
        errors=faults,
    )


async def _on_http_exception(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for this class alone
    slug, title = _PLAIN.get(error.status_code, ("http-error", Text(zh=str(error.detail), en=str(error.detail))))
    words = title.pick(context_of(request).locale)
    return problem_response(
        request, slug=slug, status=error.status_code, title=words, detail=words, headers=error.headers
    )


async def _on_stale(request: Request, _error: Exception) -> Response:
    return domain_problem(request, Conflict())


async def _on_database_error(request: Request, error: Exception) -> Response:
    words = str(error).lower()
    if "disk is full" in words or "no space left" in words or "diskfull" in words:
        return domain_problem(request, StorageFull())
    if isinstance(error, IntegrityError) or "serializ" in words or "deadlock" in words:
        log.warning("write_conflict", error=type(error).__name__)
        return domain_problem(request, Conflict())
    if is_database_away(error):
        return domain_problem(request, DatabaseAway())
    return await _on_anything_else(request, error)


async def _on_anything_else(request: Request, error: Exception) -> Response:
    locale = context_of(request).locale
    log.error("unhandled_error", path=request.url.path, exc_info=error)
    return problem_response(
        request, slug="internal", status=500, title=_FAILED.pick(locale), detail=_FAILED_DETAIL.pick(locale)
    )


def install_problems(app: FastAPI) -> None:
    """Register the mapping on an app."""
    app.add_exception_handler(DomainError, _on_domain_error)
    app.add_exception_handler(RequestValidationError, _on_validation_error)
    app.add_exception_handler(HTTPException, _on_http_exception)
    app.add_exception_handler(StaleDataError, _on_stale)
    app.add_exception_handler(DBAPIError, _on_database_error)
    app.add_exception_handler(PoolTimeoutError, _on_database_error)
    app.add_exception_handler(OSError, _on_os_error)
    app.add_exception_handler(TimeoutError, _on_os_error)
    app.add_exception_handler(Exception, _on_anything_else)


async def _on_os_error(request: Request, error: Exception) -> Response:
    """Asyncpg lets a refused connection through as it is."""
    if is_database_away(error):
        return domain_problem(request, DatabaseAway())
    return await _on_anything_else(request, error)
