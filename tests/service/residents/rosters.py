"""Rosters as a property office keeps them, and what the stories of the import are told with."""

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import httpx
import xlsxwriter  # type: ignore[import-untyped]

from services.residents.roster.domain.columns import BY_KEY, COLUMNS, SHEET
from shared.kernel.ids import new_id
from tests.service.residents.builders import EVERYTHING, MANAGER, did
from tests.service.support import GARDEN, ServiceRig

IMPORTS = f"/v1/communities/{GARDEN}/roster-imports"
CARD = "11010519491231002X"
HEADERS = [column.header.zh for column in COLUMNS]
Row = Mapping[str, Any]


def importer(rig: ServiceRig, **kwargs: Any) -> httpx.AsyncClient:
    """The manager, who may import."""
    return rig.client(*EVERYTHING, "roster:import", account_id=MANAGER, roles=("manager",), **kwargs)


def room(code: str = "9#1-1-1", **over: Any) -> dict[str, Any]:
    """A row of a lived-in flat: building 9 is not there yet."""
    building, _, rest = code.partition("#")
    entrance, floor, number = rest.split("-")
    return {
        "building": building,
        "entrance": entrance,
        "floor": floor,
        "number": number,
        "kind": "住宅",
        "area_m2": 89.5,
        "occupancy": "自住",
        "owner_name": "陈晨",
        "owner_phone": "13800138000",
    } | over


def xlsx(rows: Sequence[Row], *, sheet: str = SHEET, formulas: Iterable[tuple[int, str]] = ()) -> bytes:
    """A sheet with every column; `formulas` are (row from 1, column key)."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False}) as book:
        page = book.add_worksheet(sheet)
        page.write_row(0, 0, HEADERS)
        for at, row in enumerate(rows, 1):
            for position, column in enumerate(COLUMNS):
                if row.get(column.key) not in (None, ""):
                    page.write(at, position, row[column.key])
        for at, key in formulas:
            page.write_formula(at - 1, COLUMNS.index(BY_KEY[key]), "=1+1", None, 2)
    return made.getvalue()


def csv_text(rows: Sequence[Row]) -> str:
    """The same, as text."""
    lines = [",".join(HEADERS)]
    lines += [",".join(str(row.get(column.key) or "") for column in COLUMNS) for row in rows]
    return "\r\n".join(lines) + "\r\n"


async def upload(client: httpx.AsyncClient, content: bytes, **params: Any) -> dict[str, Any]:
    """Taken in, not yet checked."""
    answer = await client.post(IMPORTS, content=content, params=params, headers={"Idempotency-Key": new_id()})
    return await did(answer, 201)


async def checked(rig: ServiceRig, client: httpx.AsyncClient, content: bytes) -> dict[str, Any]:
    """Taken in and dry-run."""
    made = await upload(client, content)
    await rig.run_job("roster_imports")
    return await did(await client.get(f"{IMPORTS}/{made['id']}"))


async def ask(client: httpx.AsyncClient, import_id: str, what: str, body: Any = None) -> httpx.Response:
    """Apply or undo, under a key of its own."""
    return await client.post(f"{IMPORTS}/{import_id}/{what}", json=body, headers={"Idempotency-Key": new_id()})


async def done(
    rig: ServiceRig, client: httpx.AsyncClient, import_id: str, what: str, body: Any = None
) -> dict[str, Any]:
    """Apply or undo, to the end."""
    await did(await ask(client, import_id, what, body))
    await rig.run_job("roster_imports")
    return await did(await client.get(f"{IMPORTS}/{import_id}"))


async def applied(rig: ServiceRig, client: httpx.AsyncClient, content: bytes) -> dict[str, Any]:
    """From the file to the register."""
    found = await checked(rig, client, content)
    return await done(rig, client, found["id"], "apply")


async def rows_of(client: httpx.AsyncClient, import_id: str, **params: Any) -> list[dict[str, Any]]:
    """Every row of the import, page after page."""
    found: list[dict[str, Any]] = []
    cursor: str | None = None
    while True:
        asked = params | ({"cursor": cursor} if cursor else {})
        page = await did(await client.get(f"{IMPORTS}/{import_id}/rows", params=asked))
        found += page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            return found
