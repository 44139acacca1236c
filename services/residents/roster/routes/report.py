"""`…/roster-imports/{id}/report.xlsx`: every row with its verdict, to take back to the office."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Iterator
from heapq import heapify, heapreplace
from pathlib import Path as FilePath
from typing import Annotated, NamedTuple
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends
from fastapi.responses import Response, StreamingResponse

from services.residents.confidential import Confidential, FieldCipher, confidential_of
from services.residents.premises import repository as premises
from services.residents.roster import repository
from services.residents.roster.domain.errors import NoReportYet, RowsForgotten
from services.residents.roster.domain.leaves import CheckedRow, unpacked
from services.residents.roster.domain.lifecycle import REPORTED
from services.residents.roster.models import RosterImport
from services.residents.roster.report import SHEET_NAME, report_columns, report_rows, report_title
from services.residents.roster.routes.roster_imports import ImportId
from services.residents.roster.routes.uploads import CommunityId, spool_folder_of
from shared.runtime.files.answers import XLSX, content_disposition, file_responses
from shared.runtime.http.reading import Reader, reader_of
from shared.runtime.http.security import Caller, needs
from shared.runtime.sheets import Book

routes = APIRouter(prefix="/v1/communities/{community_id}/roster-imports", tags=["roster imports"])

_PIECE_BYTES = 256 * 1024
Read = tuple[CheckedRow, str | None]


@routes.get(
    "/{import_id}/report.xlsx",
    operation_id="roster_imports.report",
    summary="An import's report as Excel sheet",
    response_class=Response,
    responses=file_responses(XLSX, 404, 409, description="The report"),
)
async def report(
    community_id: CommunityId,
    import_id: ImportId,
    caller: Annotated[Caller, needs("roster:import")],
    reader: Annotated[Reader, Depends(reader_of)],
    confidential: Annotated[Confidential, Depends(confidential_of)],
    folder: Annotated[FilePath | None, Depends(spool_folder_of)],
) -> Response:
    """Every row in the sheet's order: verdict, faults with their cells, differences, remark (handbook R-08).

    In the language of Accept-Language; phones are masked, ID numbers never shown. From the dry run on, until the rows
    are deleted. Three queries and one for each 500 rows of a verdict; a report of any size fits into memory.
    """
    async with reader.session() as session:
        roster = await repository.load_import(session, import_id, community_id, caller.communities)
        if roster.is_forgotten:
            raise RowsForgotten
        if roster.state not in REPORTED:
            raise NoReportYet
        community = await premises.load_community(session, community_id, caller.communities)
        places = await repository.places_of_leaves(session, roster.id)
    pieces = _written(reader, confidential.cipher, roster, places, community.zone, folder)
    headers = {
        "Content-Disposition": content_disposition(f"roster-report-{roster.created_at:%Y%m%d-%H%M}.xlsx"),
        "Cache-Control": "no-store",
    }
    return StreamingResponse(pieces, media_type=XLSX, headers=headers)


class _Leaf(NamedTuple):
    """A leaf that is being read, by its next row; leaves of different verdicts hold rows between each other's."""

    next_row: int
    place: int
    rows: Iterator[Read]
    read: Read


async def _written(
    reader: Reader,
    cipher: FieldCipher,
    roster: RosterImport,
    places: list[tuple[str, int]],
    zone: ZoneInfo,
    folder: FilePath | None,
) -> AsyncIterator[bytes]:
    """The file, made on disk and sent piece by piece."""
    locale = reader.locale
    with tempfile.TemporaryFile(dir=folder) as file:
        book = Book(file)
        sheet = book.sheet(SHEET_NAME.pick(locale), report_columns(locale), title=report_title(roster, locale, zone))
        async for batch in _in_order(reader, cipher, places):
            await asyncio.to_thread(sheet.add, report_rows(iter(batch), locale))
        await asyncio.to_thread(book.close)
        file.seek(0)
        while piece := await asyncio.to_thread(file.read, _PIECE_BYTES):
            yield piece


async def _in_order(reader: Reader, cipher: FieldCipher, places: list[tuple[str, int]]) -> AsyncIterator[list[Read]]:
    """The rows by number, in batches: a leaf is opened when its first row is next, so one of each verdict is open."""
    open_leaves: list[_Leaf] = []
    for place, (leaf_id, first_row) in enumerate(places):
        yield _rows_before(open_leaves, first_row)
        rows = await _open(reader, cipher, leaf_id)
        first = next(rows, None)
        if first is not None:
            open_leaves.append(_Leaf(first[0].row, place, rows, first))
            heapify(open_leaves)
    yield _rows_before(open_leaves, None)


def _rows_before(open_leaves: list[_Leaf], end: int | None) -> list[Read]:
    """Take the rows that come before row `end`, or all."""
    taken = []
    while open_leaves and (end is None or open_leaves[0].next_row < end):
        leaf = open_leaves[0]
        taken.append(leaf.read)
        following = next(leaf.rows, None)
        if following is None:
            open_leaves[0] = open_leaves[-1]
            open_leaves.pop()
            heapify(open_leaves)
        else:
            heapreplace(open_leaves, _Leaf(following[0].row, leaf.place, leaf.rows, following))
    return taken


async def _open(reader: Reader, cipher: FieldCipher, leaf_id: str) -> Iterator[Read]:
    """A leaf's rows, each with its remark; in a read of its own: a slow report holds no connection."""
    async with reader.session() as session:
        leaf = await repository.find_leaf(session, leaf_id)
    if leaf is None:
        return iter(())
    plain = await asyncio.to_thread(lambda: unpacked(cipher.open_bytes(leaf.content, row_id=leaf.id)))
    return ((CheckedRow.read(each), leaf.remarks.get(str(each[0]))) for each in plain)
