"""Files as answers: PDF and Excel."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from fastapi.responses import Response

from shared.runtime.http.problems import problems

PDF = "application/pdf"


def file_responses(media_type: str, *statuses: int) -> dict[int | str, dict[str, Any]]:
    """The `responses=` of a route that answers a file."""
    content: Mapping[str, Any] = {media_type: {"schema": {"type": "string", "format": "binary"}}}
    return {200: {"description": "The file", "content": content}, **problems(*statuses)}


def file_answer(content: bytes, media_type: str, name: str) -> Response:
    """A browser shows it, or saves it under its name; it holds personal data and is not kept."""
    headers = {"Content-Disposition": f"inline; filename*=UTF-8''{quote(name)}", "Cache-Control": "no-store"}
    return Response(content, media_type=media_type, headers=headers)
