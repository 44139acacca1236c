"""Where files are kept: a local folder, or an S3-compatible store by setting. Keys are ids, never a user's words."""

from collections.abc import AsyncIterable, AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote, urlsplit

import obstore
from fastapi import Request
from obstore.exceptions import BaseError, NotFoundError
from obstore.store import LocalStore, ObjectStore, from_url

from shared.runtime.files.errors import AttachmentLost, FileStoreAway
from shared.runtime.http.problems import StorageFull

_CHUNK = 256 * 1024
_FULL_WORDS = ("no space left", "disk full", "quota")


class FileStore:
    """Reads and writes whole files in pieces. `limit_bytes` is the largest attachment.

    Services may share one place: each has a `prefix` of its own, and sweeps nothing else.
    """

    def __init__(self, url: str, *, prefix: str, limit_bytes: int) -> None:
        self.url = url
        self.prefix = prefix
        self.limit_bytes = limit_bytes

    @cached_property
    def _store(self) -> ObjectStore:
        """Made at the first use: commands that touch no file need no folder."""
        parts = urlsplit(self.url)
        if parts.scheme == "file":
            folder = Path(unquote(parts.path))
            folder.mkdir(parents=True, exist_ok=True)
            return LocalStore(folder)
        return from_url(self.url)

    def _path(self, key: str) -> str:
        # The last signs of a UUIDv7 are random: folders of a like size.
        return f"{self.prefix}/{key[-2:]}/{key}"

    async def put(self, key: str, content: AsyncIterable[bytes]) -> None:
        """Whole or not at all. Raises FileStoreAway, StorageFull."""
        async with _told_apart():
            await obstore.put_async(self._store, self._path(key), _pieces(content))

    async def has(self, key: str, *, size: int) -> bool:
        """Whether it is there in full length. Raises FileStoreAway."""
        try:
            async with _told_apart():
                found = await obstore.head_async(self._store, self._path(key))
        except AttachmentLost:
            return False
        return found["size"] == size

    async def pieces(self, key: str) -> AsyncIterator[bytes]:
        """The content. Raises AttachmentLost, FileStoreAway."""
        async with _told_apart():
            found = await obstore.get_async(self._store, self._path(key))
            async for piece in found.stream(min_chunk_size=_CHUNK):
                yield bytes(piece)

    async def delete(self, key: str) -> None:
        """Nothing when it is gone already. Raises FileStoreAway."""
        async with _told_apart():
            try:
                await obstore.delete_async(self._store, self._path(key))
            except (FileNotFoundError, NotFoundError):
                return

    async def keys_older_than(self, moment: datetime) -> AsyncIterator[list[str]]:
        """What was stored before, in batches. Raises FileStoreAway."""
        async with _told_apart():
            async for batch in obstore.list(self._store, self.prefix):
                yield [item["path"].rpartition("/")[2] for item in batch if item["last_modified"] < moment]


async def _pieces(content: AsyncIterable[bytes]) -> AsyncIterator[bytes]:
    async for piece in content:
        yield piece


@asynccontextmanager
async def _told_apart() -> AsyncIterator[None]:
    """The library's errors as refusals. Raises AttachmentLost, StorageFull, FileStoreAway."""
    try:
        yield
    except (FileNotFoundError, NotFoundError) as error:
        raise AttachmentLost from error
    except (BaseError, OSError) as error:
        if any(word in str(error).lower() for word in _FULL_WORDS):
            raise StorageFull from error
        raise FileStoreAway from error


async def files_of(request: Request) -> FileStore:
    """Dependency, `Annotated[FileStore, Depends(files_of)]`."""
    store: FileStore = request.app.state.files
    return store
