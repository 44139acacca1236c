"""Answers that are files: PDF and Excel, with a name that every browser keeps."""

from typing import Any
from urllib.parse import quote

from fastapi.responses import Response

from shared.runtime.http.problems import problems

PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def file_answers(media_type: str, description: str, *statuses: int) -> dict[int | str, dict[str, Any]]:
    """The `responses=` of a route that answers a file."""
    content = {media_type: {"schema": {"type": "string", "format": "binary"}}}
    return {200: {"description": description, "content": content}, **problems(*statuses)}


def file_answer(content: bytes, media_type: str, name: str) -> Response:
    """Shown in the browser where it can, else saved under `name`."""
    disposition = f"inline; filename*=UTF-8''{quote(name, safe='')}"
    return Response(content, media_type=media_type, headers={"Content-Disposition": disposition})
