"""The boundary of a read."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

from fastapi import Request
from fastapi.responses import Response
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from shared.kernel.text import Locale
from shared.runtime.http.context import context_of
from shared.runtime.http.etags import etag
from shared.runtime.http.known_parameters import refuse_unknown


class Reader:
    """Dependency of a reading route."""

    def __init__(self, request: Request) -> None:
        self._request = request

    @property
    def locale(self) -> Locale:
        """The language to answer in."""
        return context_of(self._request).locale

    @property
    def now(self) -> datetime:
        """The present moment by the service's clock."""
        moment: datetime = self._request.app.state.clock.now()
        return moment

    @asynccontextmanager
    async def session(self) -> AsyncIterator[AsyncSession]:
        """A session that commits nothing; closed before the answer is built."""
        async with self._request.app.state.database.read() as session:
            yield session

    @asynccontextmanager
    async def rows(self) -> AsyncIterator[AsyncConnection]:
        """The same for plain rows, which need no session."""
        async with self._request.app.state.database.rows() as connection:
            yield connection


def tagged(response: Response, version: int) -> None:
    """Give the answer the ETag of `version`."""
    response.headers["ETag"] = etag(version)


async def reader_of(request: Request) -> Reader:
    """Dependency, `Annotated[Reader, Depends(reader_of)]`: FastAPI would make a bare class in a thread.

    A list refuses here what it does not know, after it has seen who asks.
    """
    refuse_unknown(request)
    return Reader(request)
