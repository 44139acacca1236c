"""A file on its way in and out, in pieces: looked at, summed up, stored; fetched and checked."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import IO, Any, Protocol

from fastapi import UploadFile

from shared.runtime.files.errors import AttachmentCorrupt, AttachmentTooLarge
from shared.runtime.files.file_types import Declared, MediaType, plain_filename, recognise
from shared.runtime.files.store import FileStore

_PIECE = 256 * 1024
_IN_MEMORY = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Received:
    """What was found out about an uploaded file, which lies on the disk."""

    content: IO[bytes]
    filename: str
    media_type: MediaType
    size: int
    sha256: str

    async def pieces(self) -> AsyncIterator[bytes]:
        """Its content."""
        await asyncio.to_thread(self.content.seek, 0)
        while piece := await asyncio.to_thread(self.content.read, _PIECE):
            yield piece


async def receive(file: UploadFile, *, limit_bytes: int) -> Received:
    """Raises AttachmentTooLarge, InvalidField at `/file`."""
    if file.size is not None and file.size > limit_bytes:
        raise AttachmentTooLarge(pointer="/file", limit_bytes=limit_bytes)
    filename = plain_filename(file.filename or "")
    declared = Declared(file.content_type or "", filename)
    media_type = await asyncio.to_thread(recognise, file.file, declared)
    size, sha256 = await asyncio.to_thread(_sum_up, file.file)
    return Received(file.file, filename, media_type, size, sha256)


def _sum_up(content: IO[bytes]) -> tuple[int, str]:
    content.seek(0)
    digest, size = hashlib.sha256(), 0
    while piece := content.read(_PIECE):
        digest.update(piece)
        size += len(piece)
    return size, digest.hexdigest()


class Kept(Protocol):
    """The row of a file that was handed in; its columns are of whichever service keeps it."""

    @property
    def object_id(self) -> Any: ...

    sha256: Any
    size: Any
    filename: Any
    media_type: Any


async def fetch(store: FileStore, attachment: Kept) -> IO[bytes]:
    """The content, checked before the first byte goes out. Raises AttachmentLost, AttachmentCorrupt, FileStoreAway."""
    spool: IO[bytes] = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - closed by whoever sends it
    try:
        await _copy(store, attachment, spool)
    except BaseException:
        spool.close()
        raise
    spool.seek(0)
    return spool


async def _copy(store: FileStore, attachment: Kept, spool: IO[bytes]) -> None:
    digest = hashlib.sha256()
    async for piece in store.pieces(attachment.object_id):
        digest.update(piece)
        await asyncio.to_thread(spool.write, piece)
    if digest.hexdigest() != attachment.sha256:
        raise AttachmentCorrupt


def sent(spool: IO[bytes]) -> Iterator[bytes]:
    """Its pieces; closed after the last, or when the receiver goes."""
    with spool:
        while piece := spool.read(_PIECE):
            yield piece
