"""`…/roster-imports/{id}/rows`: what the dry run found, row by row."""

import asyncio
from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Query

from services.residents.confidential import Confidential, FieldCipher, confidential_of
from services.residents.roster import repository
from services.residents.roster.domain.leaves import CheckedRow, unpacked
from services.residents.roster.domain.lifecycle import RowKind
from services.residents.roster.models import RosterLeaf
from services.residents.roster.routes.roster_imports import ImportId
from services.residents.roster.routes.uploads import CommunityId
from services.residents.roster.schemas import RosterRowView
from shared.kernel.text import Locale
from shared.runtime.http.paging import BadCursor, Cursor, Limit, Page
from shared.runtime.http.problems import problems
from shared.runtime.http.reading import Reader, reader_of
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix="/v1/communities/{community_id}/roster-imports", tags=["roster imports"])

_MOST_DIGITS = 7


@routes.get(
    "/{import_id}/rows",
    operation_id="roster_imports.rows",
    summary="List an import's rows",
    responses=problems(404),
)
async def list_rows(
    community_id: CommunityId,
    import_id: ImportId,
    caller: Annotated[Caller, needs("roster:import")],
    reader: Annotated[Reader, Depends(reader_of)],
    confidential: Annotated[Confidential, Depends(confidential_of)],
    kind: Annotated[RowKind | None, Query(description="Default: every kind")] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[RosterRowView]:
    """In the sheet's order, faults with their cells, differences old → new (handbook R-08); two queries a page."""
    after = _row_of(cursor)
    async with reader.session() as session:
        roster = await repository.load_import(session, import_id, community_id, caller.communities)
        kinds = [kind] if kind else list(RowKind)
        leaves = await repository.leaves_of_page(session, roster.id, kinds, after_row=after)
    rows = await asyncio.to_thread(_read, leaves, confidential.cipher, after, limit, reader.locale)
    more = len(rows) > limit
    return Page(items=rows[:limit], next_cursor=str(rows[limit - 1].row) if more else None)


def _row_of(cursor: str | None) -> int:
    """Raises BadCursor."""
    if cursor is None:
        return 0
    if not cursor.isascii() or not cursor.isdigit() or len(cursor) > _MOST_DIGITS:
        raise BadCursor(pointer="/cursor")
    return int(cursor)


def _read(
    leaves: Sequence[RosterLeaf], cipher: FieldCipher, after: int, limit: int, locale: Locale
) -> list[RosterRowView]:
    """The rows after that one, one more than the page has."""
    found = [
        (plain[0], plain, leaf.remarks)
        for leaf in leaves
        for plain in unpacked(cipher.open_bytes(leaf.content, row_id=leaf.id))
        if plain[0] > after
    ]
    found.sort(key=lambda each: each[0])
    return [
        RosterRowView.of(CheckedRow.read(plain), remarks.get(str(row)), locale)
        for row, plain, remarks in found[: limit + 1]
    ]
