"""The process that reads one file: the file on stdin, what it says as JSON lines on stdout.

`{"sheet": …, "total": …}` first, then `{"rows": [...]}` in batches, then `{"end": rows}`; `{"refused": code,
"params": …}` instead, at any place. Its memory and its time are limited: whatever a file does, it does to this process.
"""

import gc
import io
import json
import resource
import sys
import traceback
from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Any

from services.residents.roster.domain.columns import HEADER_ROW, cell_name
from services.residents.roster.domain.entries import Entry
from services.residents.roster.domain.faults import Fault
from services.residents.roster.domain.parsing import RowParser, missing_columns, positions_of
from services.residents.roster.domain.refusals import RefusalCode, Refused
from services.residents.roster.reading.sheet import Sheet, open_sheet

BATCH = 1000
_MOST_MEMORY = 3 * 1024 * 1024 * 1024
_MOST_SECONDS = 600


def main() -> None:
    """`python -m services.residents.roster.reading MOST_ROWS TODAY`."""
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_MOST_SECONDS, _MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    gc.disable()  # a short life: looking for cycles among a hundred thousand rows took a third of it
    most_rows, today = int(sys.argv[1]), date.fromisoformat(sys.argv[2])
    try:
        for message in _messages(io.BytesIO(sys.stdin.buffer.read()), most_rows, today):
            _say(message)
    except Refused as refused:
        _say({"refused": refused.code.value, "params": refused.params})
    except Exception as error:  # noqa: BLE001 - whatever the file did: it is told, and where, without what it holds
        place = traceback.extract_tb(error.__traceback__)[-1]
        sys.stderr.write(f"{type(error).__name__} at {place.filename}:{place.lineno}\n")
        _say({"refused": RefusalCode.NOT_READABLE.value, "params": {}})


def _say(message: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(message, ensure_ascii=False, separators=(",", ":")) + "\n")
    sys.stdout.flush()


def _messages(file: io.BytesIO, most_rows: int, today: date) -> Iterator[dict[str, Any]]:
    sheet = open_sheet(file)
    if sheet.height is not None and sheet.height > most_rows + HEADER_ROW:
        raise Refused(RefusalCode.TOO_MANY_ROWS, most=most_rows)
    header = next(islice(sheet.rows, HEADER_ROW - 1, None), [])
    positions = positions_of(header)
    if missing := missing_columns(positions):
        raise Refused(RefusalCode.COLUMNS_MISSING, sheet=sheet.name[:40], row=HEADER_ROW, columns="、".join(missing))
    yield {"sheet": sheet.name[:40], "total": max((sheet.height or 0) - HEADER_ROW, 0)}
    rows = _rows(sheet, RowParser(positions, today=today), most_rows)
    said = 0
    while batch := list(islice(rows, BATCH)):
        said += len(batch)
        yield {"rows": batch}
    if not said:
        raise Refused(RefusalCode.NO_ROWS, sheet=sheet.name[:40])
    yield {"end": said}


def _rows(sheet: Sheet, parser: RowParser, most_rows: int) -> Iterator[list[Any]]:
    """`[row, entry or null, faults]` of each row that says something."""
    for row, cells in _numbered(sheet):
        if row > most_rows + HEADER_ROW:
            raise Refused(RefusalCode.TOO_MANY_ROWS, most=most_rows)
        if parser.is_empty(cells) and row not in sheet.formulas:
            continue
        found = parser.parse(row, cells, tuple(sheet.formulas.get(row, ())))
        if isinstance(found, Entry):
            yield [row, found.plain(), []]
        else:
            yield [row, None, [_plain(fault, sheet.name[:40], row, parser.positions) for fault in found]]


def _numbered(sheet: Sheet) -> Iterator[tuple[int, list[Any]]]:
    """Rows below the last value may still hold formulas that gave none."""
    row = HEADER_ROW
    for row, cells in enumerate(sheet.rows, HEADER_ROW + 1):
        yield row, cells
    for below in sorted(number for number in sheet.formulas if number > row):
        yield below, []


def _plain(fault: Fault, sheet: str, row: int, positions: dict[str, int]) -> list[Any]:
    """With the cell's address; one of the row as a whole, or of a column that is not there, has none."""
    position = positions.get(fault.column)
    cell = None if position is None else cell_name(sheet, row, position)
    return [fault.code.value, fault.column, cell, dict(fault.params)]


if __name__ == "__main__":
    main()
