"""Answers that are workbooks of any size: made on the disk, a batch at a time."""

import asyncio
import errno
from collections.abc import Awaitable, Callable
from tempfile import TemporaryDirectory, TemporaryFile
from typing import IO

from fastapi.responses import Response

from shared.runtime.files.answers import XLSX, spool_answer
from shared.runtime.http.problems import StorageFull
from shared.runtime.sheets import Book

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


async def book_answer(write: Callable[[Book], Awaitable[None]], name: str) -> Response:
    """What `write` puts into the book, saved under `name`. Raises StorageFull, and whatever `write` raises early on."""
    return await spool_answer(_made(write), XLSX, name)


async def _made(write: Callable[[Book], Awaitable[None]]) -> IO[bytes]:
    """The book in a file without a name; what the library puts aside goes, however this ends."""
    made = TemporaryFile()  # noqa: SIM115 - closed by whoever sends it
    try:
        with TemporaryDirectory() as folder:
            book = Book(made, folder=folder)
            try:
                await write(book)
            except BaseException:
                book.abandon()
                raise
            await asyncio.to_thread(book.close)
    except BaseException as error:
        made.close()
        if isinstance(error, OSError) and error.errno in _FULL:
            raise StorageFull from error
        raise
    return made
