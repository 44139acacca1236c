"""Answers that are files: PDF and Excel under an ASCII name."""

from collections.abc import Mapping
from typing import Any

from fastapi.responses import Response

from shared.runtime.http.problems import problems

PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def file_responses(media_type: str, *statuses: int, description: str) -> dict[int | str, dict[str, Any]]:
    """The `responses=` of a route that answers a file."""
    content: Mapping[str, Any] = {media_type: {"schema": {"type": "string", "format": "binary"}}}
    return {200: {"description": description, "content": content}, **problems(*statuses)}


def file_answer(content: bytes, media_type: str, name: str) -> Response:
    """A PDF is shown, anything else saved under `name`; nobody keeps a copy."""
    kind = "inline" if media_type == PDF else "attachment"
    headers = {"Content-Disposition": f'{kind}; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, media_type=media_type, headers=headers)
