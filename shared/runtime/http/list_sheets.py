"""Every list as an Excel sheet: `GET <the list>/export.xlsx` takes the list's filters and asks the list itself.

A service names its lists and what their fields are called; the routes and the cells are made here, so that a new list
has its sheet once it has its words.
"""

import asyncio
import inspect
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, Protocol, get_args
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends
from fastapi.responses import Response
from fastapi.routing import APIRoute
from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from shared.kernel.errors import DomainError, Kind
from shared.kernel.text import Text
from shared.runtime.cells import CellWords, Voice, columns_of, named_in
from shared.runtime.files.answers import XLSX, file_responses
from shared.runtime.files.book_answers import book_answer
from shared.runtime.http.paging import Page
from shared.runtime.http.reading import Reader, reader_of
from shared.runtime.http.security import Caller, caller_of
from shared.runtime.sheets import Book, Column

MOST_ROWS = 50_000
_PAGE = 200
_PAGING = frozenset({"limit", "cursor"})


class SheetTooLarge(DomainError):
    """A sheet is for people."""

    slug = "export-too-large"
    kind = Kind.CONFLICT
    title = Text(zh="导出过大", en="Too many rows")
    detail = Text(zh="导出不得超过 {most} 行，请缩小范围。", en="A sheet has at most {most} rows: narrow the list.")


class People(Protocol):
    """What a service knows of accounts and communities."""

    async def names_of(self, session: AsyncSession, account_ids: Collection[str]) -> Mapping[str, str]:
        """Display names by account id."""
        ...

    async def zones_of(self, session: AsyncSession, communities: Collection[str]) -> Mapping[str, ZoneInfo]:
        """Time zones by community id."""
        ...


@dataclass(frozen=True, slots=True)
class Shape:
    """Rows of a sheet that are not the list's own: `made` tells the model, `make` makes them of a page of the list."""

    made: type[BaseModel]
    make: Callable[[AsyncSession, Sequence[Any]], Awaitable[Sequence[BaseModel]]]


@dataclass(frozen=True, slots=True)
class ListWords:
    """`titles` and `shapes` by the list's operation id; what has no title gets no sheet."""

    titles: Mapping[str, Text]
    cells: CellWords
    people: People
    shapes: Mapping[str, Shape] = field(default_factory=dict)


def item_of(route: object) -> type[BaseModel] | None:
    """What a list's route lists; None for any other route."""
    model = getattr(route, "response_model", None)
    if not (isinstance(model, type) and issubclass(model, Page)):
        return None
    found: type[BaseModel] = get_args(model.model_fields["items"].annotation)[0]
    return found


def list_sheets(routers: Iterable[APIRouter], words: ListWords) -> APIRouter:
    """The routes of the sheets; to be included before `routers`, whose `/{id}` would take `export.xlsx` for an id."""
    sheets = APIRouter()
    for route in (route for router in routers for route in router.routes):
        item = item_of(route)
        title = words.titles.get(getattr(route, "operation_id", None) or "")
        if not isinstance(route, APIRoute) or item is None or title is None:
            continue
        sheets.add_api_route(
            f"{route.path}/export.xlsx",
            _endpoint(route.endpoint, item, title, words, route.operation_id or ""),
            methods=["GET"],
            operation_id=_operation_of(route.operation_id or ""),
            summary=f"{route.summary}: as Excel sheet",
            description="The list's filters, all its pages, in the language of `Accept-Language`; "
            f"more than {MOST_ROWS:,} rows are refused: narrow the list.",
            tags=route.tags,
            response_class=Response,
            responses=file_responses(XLSX, 404, 409, 507),
        )
    return sheets


def _operation_of(listed: str) -> str:
    subject, _, verb = listed.partition(".")
    return f"{subject}.{verb.replace('list', 'export')}" if verb.startswith("list") else f"{subject}.export_{verb}"


def _endpoint(
    listing: Callable[..., Any], item: type[BaseModel], title: Text, words: ListWords, listed: str
) -> Callable[..., Any]:
    """A route with the list's own parameters and grants, but for its paging."""
    signature = inspect.signature(listing)
    is_paged = "cursor" in signature.parameters
    shape, cells = words.shapes.get(listed), words.cells.of(listed)
    columns = columns_of(shape.made if shape else item, cells)

    async def export(sheet_reader: Reader, sheet_caller: Caller, **given: Any) -> Response:
        locale = sheet_reader.locale
        communities = [given["community_id"]] if given.get("community_id") else sorted(sheet_caller.communities)
        async with sheet_reader.session() as session:
            zones = await words.people.zones_of(session, communities)
        here = next(iter(zones.values()), ZoneInfo("UTC"))
        name = title.pick(locale)

        async def write(book: Book) -> None:
            heads = [
                Column(column.title(locale), column.width, column.number, wraps=column.wraps) for column in columns
            ]
            sheet = book.sheet(name, heads, title=name)
            count = 0
            async for rows in _pages(listing, given, is_paged=is_paged):
                count += len(rows)
                if count > MOST_ROWS:
                    raise SheetTooLarge(most=MOST_ROWS)
                async with sheet_reader.session() as session:
                    shaped = await shape.make(session, rows) if shape else rows
                    names = await words.people.names_of(session, named_in(shaped, columns))
                voice = Voice(cells, locale, zones, here, names)
                await asyncio.to_thread(sheet.add, [voice.cells(row, columns) for row in shaped])

        return await book_answer(write, f"{name} {sheet_reader.now.astimezone(here):%Y-%m-%d}.xlsx")

    keyword = inspect.Parameter.KEYWORD_ONLY
    own = [
        inspect.Parameter("sheet_reader", keyword, annotation=Annotated[Reader, Depends(reader_of)]),
        inspect.Parameter("sheet_caller", keyword, annotation=Annotated[Caller, Depends(caller_of)]),
    ]
    theirs = [
        parameter.replace(kind=keyword) for name, parameter in signature.parameters.items() if name not in _PAGING
    ]
    export.__signature__ = signature.replace(  # type: ignore[attr-defined]  # what FastAPI reads
        parameters=[*theirs, *own], return_annotation=Response
    )
    return export


async def _pages(
    listing: Callable[..., Any], given: Mapping[str, Any], *, is_paged: bool
) -> AsyncIterator[Sequence[BaseModel]]:
    """Each in a read of its own: a slow export holds no connection and no snapshot."""
    cursor: str | None = None
    while True:
        page = await (listing(**given, limit=_PAGE, cursor=cursor) if is_paged else listing(**given))
        yield page.items
        cursor = page.next_cursor
        if cursor is None:
            return
