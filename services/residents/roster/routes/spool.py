"""A body taken in as it streams: into a file without a name, with its length and checksum."""

import asyncio
import errno
import hashlib
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from starlette.requests import ClientDisconnect, Request

from shared.kernel.errors import DomainError, Kind
from shared.kernel.text import Text
from shared.runtime.http.problems import StorageFull

_WRITE_BYTES = 1024 * 1024


class UploadBrokenOff(DomainError):
    """The client left; nobody reads the answer."""

    slug = "upload-broken-off"
    kind = Kind.MALFORMED
    title = Text(zh="上传中断", en="Upload broken off")
    detail = Text(zh="文件没有传完。", en="The file did not arrive whole.")


@dataclass(frozen=True, slots=True)
class Spooled:
    """The body; its file is gone when the request is over, whatever happens."""

    file: IO[bytes]
    size: int
    sha256: str


@asynccontextmanager
async def spooled(request: Request, folder: Path | None) -> AsyncIterator[Spooled]:
    """Writes are done in threads. Raises UploadBrokenOff, StorageFull, and BodyTooLarge from the middleware."""
    with tempfile.TemporaryFile(dir=folder) as file:
        digest, size = hashlib.sha256(), 0
        waiting = bytearray()
        try:
            async for piece in request.stream():
                digest.update(piece)
                size += len(piece)
                waiting += piece
                if len(waiting) >= _WRITE_BYTES:
                    await _write(file, waiting)
                    waiting = bytearray()
            await _write(file, waiting)
        except ClientDisconnect as error:
            raise UploadBrokenOff from error
        yield Spooled(file, size, digest.hexdigest())


async def _write(file: IO[Any], content: bytearray) -> None:
    try:
        await asyncio.to_thread(file.write, content)
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise StorageFull from error
        raise
