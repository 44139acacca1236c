"""Answers that are files: PDF and Excel, with a name that every browser keeps."""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Mapping
from io import SEEK_END
from typing import IO, Any
from urllib.parse import quote

from fastapi.concurrency import iterate_in_threadpool
from fastapi.responses import Response, StreamingResponse

from shared.runtime.files.file_types import MediaType
from shared.runtime.files.reception import Kept, fetch, sent
from shared.runtime.files.store import FileStore
from shared.runtime.http.problems import problems

PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ANSWER_AFTER_S = 5.0
"""Half of the gateway's patience with the first byte."""
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


async def spool_answer(making: Coroutine[Any, Any, IO[bytes]], media_type: str, name: str) -> Response:
    """A large file that is made on the disk, sent piece by piece and gone after the last one; saved under `name`.

    What is refused within `ANSWER_AFTER_S` is a refusal. What takes longer is answered before it is done, for a gateway
    gives up on who says nothing: its size is not told, and a failure breaks the answer off.
    """
    task = asyncio.create_task(making)
    try:
        await asyncio.wait({task}, timeout=ANSWER_AFTER_S)
    except asyncio.CancelledError:
        task.cancel()
        raise
    headers = {"Content-Disposition": content_disposition(name), "Cache-Control": "no-store"}
    if task.done():
        content = task.result()
        headers["Content-Length"] = str(content.seek(0, SEEK_END))
    return StreamingResponse(_when_made(task), media_type=media_type, headers=headers)


async def _when_made(task: asyncio.Task[IO[bytes]]) -> AsyncIterator[bytes]:
    """Whoever goes before it is done need not have it made."""
    try:
        content = await task
    finally:
        task.cancel()
    content.seek(0)
    async for piece in iterate_in_threadpool(sent(content)):
        yield piece


def content_disposition(filename: str, *, inline: bool = False) -> str:
    """With an ASCII name for old clients, and the real one. Source: RFC 6266, RFC 8187."""
    plain = "".join(sign if sign in _SAFE else "_" for sign in filename)
    kind = "inline" if inline else "attachment"
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(filename, safe=_ATTR_CHARS)}"


async def kept_answer(store: FileStore, kept: Kept, if_none_match: str | None) -> Response:
    """A file that was handed in, checked before its first byte goes out; 304 for who has it already.

    Raises AttachmentLost, AttachmentCorrupt, FileStoreAway.
    """
    tag = f'"{kept.sha256}"'
    if if_none_match is not None and tag in if_none_match:
        return Response(status_code=304, headers={"ETag": tag})
    content = await fetch(store, kept)
    headers = {
        "ETag": tag,
        "Content-Length": str(kept.size),
        "Content-Disposition": content_disposition(kept.filename),
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox",
        "Cache-Control": "private, no-cache",
    }
    return StreamingResponse(sent(content), media_type=kept.media_type, headers=headers)


def kept_responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The `responses=` of a route that answers a file which was handed in."""
    return {
        200: {
            "description": "The file",
            "content": {kind.value: {"schema": {"type": "string", "format": "binary"}} for kind in MediaType},
        },
        304: {"description": "The caller has it already (If-None-Match)"},
        **problems(*statuses),
    }
