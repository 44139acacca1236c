"""Answers that are files: PDF and Excel, shown or saved under a name that every browser keeps."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from fastapi.responses import Response

from shared.runtime.http.problems import problems

PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SAFE = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ._-()")
_ATTR_CHARS = "!#$&+-.^_`|~"


def file_responses(media_type: str, *statuses: int, description: str = "The file") -> dict[int | str, dict[str, Any]]:
    """The `responses=` of a route that answers a file."""
    content: Mapping[str, Any] = {media_type: {"schema": {"type": "string", "format": "binary"}}}
    return {200: {"description": description, "content": content}, **problems(*statuses)}


def file_answer(content: bytes, media_type: str, name: str) -> Response:
    """A PDF is shown, anything else saved under `name`; it may hold personal data, so nobody keeps a copy."""
    headers = {
        "Content-Disposition": content_disposition(name, inline=media_type == PDF),
        "Cache-Control": "no-store",
    }
    return Response(content, media_type=media_type, headers=headers)


def content_disposition(filename: str, *, inline: bool = False) -> str:
    """With an ASCII name for old clients, and the real one. Source: RFC 6266, RFC 8187."""
    plain = "".join(sign if sign in _SAFE else "_" for sign in filename)
    kind = "inline" if inline else "attachment"
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(filename, safe=_ATTR_CHARS)}"
