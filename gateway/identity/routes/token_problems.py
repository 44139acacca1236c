"""Refusals of the token endpoint: problem details with RFC 6749's members besides."""

import json
from typing import Any

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from gateway.identity.domain.sign_in import TokenRefused
from shared.runtime.http.problems import MEDIA_TYPE, domain_problem


async def _on_refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, TokenRefused)  # noqa: S101 - registered for this class alone
    answer = domain_problem(request, error)
    document: dict[str, Any] = json.loads(bytes(answer.body))
    document |= {"error": error.error, "error_description": document["detail"]}
    headers = {name: value for name, value in answer.headers.items() if name == "retry-after"}
    return Response(
        json.dumps(document, ensure_ascii=False),
        status_code=answer.status_code,
        media_type=MEDIA_TYPE,
        headers={**headers, "Cache-Control": "no-store"},
    )


def install_token_problems(app: FastAPI) -> None:
    """Register the mapping; the general one for domain errors stays for all others."""
    app.add_exception_handler(TokenRefused, _on_refused)
