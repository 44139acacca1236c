"""What the front answers in a service's place: problem details in the caller's language."""

from typing import Any

import structlog
from starlette.requests import Request
from starlette.types import Scope

from gateway.forwarding import Headers
from shared.kernel.errors import DomainError, Kind
from shared.kernel.text import Text
from shared.runtime.context import Context
from shared.runtime.http.body_limit import BodyTooLarge
from shared.runtime.http.context import preferred_locale, set_context
from shared.runtime.http.problems import domain_problem, problem_response

log = structlog.get_logger()


class InternalFault(DomainError):
    """An error of ours; the log says which under the correlation id."""

    slug = "internal"
    kind = Kind.UNAVAILABLE
    title = Text(zh="内部错误", en="Internal error")
    detail = Text(zh="发生内部错误，请凭 correlation_id 联系管理员。", en="An error of ours; quote the correlation_id.")


async def refuse(scope: Scope, send: Any, error: DomainError, own: Headers) -> None:
    """Answer `error`; `own` has the request id first, then what else the gateway says."""
    accepted = next((value for name, value in scope["headers"] if name == b"accept-language"), b"")
    locale = preferred_locale(accepted)
    set_context(scope, Context(correlation_id=own[0][1].decode(), locale=locale))
    request = Request(scope)
    if isinstance(error, InternalFault):
        answer = problem_response(
            request,
            slug=error.slug,
            status=500,
            title=error.title.pick(locale),
            detail=error.explain(locale),
        )
    else:
        answer = domain_problem(request, error)
    headers = [*answer.raw_headers, *own]
    if isinstance(error, BodyTooLarge):
        # The rest of the body is not read: the connection can't serve another request.
        headers.append((b"connection", b"close"))
    await send({"type": "http.response.start", "status": answer.status_code, "headers": headers})
    await send({"type": "http.response.body", "body": answer.body})
