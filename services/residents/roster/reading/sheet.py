"""Rows of the roster's sheet, one after the other. Raises Refused."""

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, load_workbook

from services.residents.roster.domain.columns import SHEET
from services.residents.roster.domain.refusals import RefusalCode, Refused
from services.residents.roster.reading.formulas import Places, formulas_in, unpack_once
from services.residents.roster.reading.packing import Format, format_of

_MOST_COLUMNS = 200
_MOST_FIELD = 10_000
_CSV_NAME = "CSV"
_ENCODINGS = ("utf-8-sig", "gb18030")
_PROBE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Sheet:
    """`rows` yields the cells of row 1, 2, …; `formulas` where they hold one; `height` None when it is not known."""

    name: str
    rows: Iterator[list[Any]]
    formulas: Places
    height: int | None = None


def open_sheet(file: BinaryIO) -> Sheet:
    """The sheet called 名册, else the first one."""
    kind = format_of(file)
    if kind is Format.CSV:
        return Sheet(_CSV_NAME, _csv_rows(file), {})
    suspects = unpack_once(file, kind)
    file.seek(0)
    try:
        book: CalamineWorkbook = load_workbook(file)
        if not book.sheet_names:
            raise Refused(RefusalCode.NOT_READABLE)
        name = SHEET if SHEET in book.sheet_names else book.sheet_names[0]
        sheet = book.get_sheet_by_name(name)
    except PasswordError as error:
        raise Refused(RefusalCode.OLD_OR_LOCKED) from error
    except (CalamineError, OSError, ValueError) as error:
        raise Refused(RefusalCode.NOT_READABLE) from error
    start = sheet.start
    first_row, first_column = start or (0, 0)
    return Sheet(
        name,
        _shifted(sheet.iter_rows(), first_column),
        formulas_in(file, kind, name, suspects),
        first_row + sheet.height,
    )


def _shifted(rows: Iterator[list[Any]], by: int) -> Iterator[list[Any]]:
    """Calamine leaves empty columns before the first used one out, but not empty rows."""
    if not by:
        return rows
    before = [""] * by
    return ([*before, *row] for row in rows)


def _csv_rows(file: BinaryIO) -> Iterator[list[Any]]:
    """UTF-8 with or without mark, else GB18030; a quoted field may span lines, the row's number is the record's."""
    csv.field_size_limit(_MOST_FIELD)
    file.seek(0)
    text = io.TextIOWrapper(file, encoding=_encoding(file), newline="")
    try:
        for row in csv.reader(text, dialect=_dialect(text), strict=False):
            yield row[:_MOST_COLUMNS]
    except (csv.Error, UnicodeDecodeError) as error:
        raise Refused(RefusalCode.NOT_READABLE) from error
    finally:
        text.detach()


def _encoding(file: BinaryIO) -> str:
    for name in _ENCODINGS:
        decoder = codecs.getincrementaldecoder(name)()
        file.seek(0)
        try:
            while piece := file.read(_PROBE):
                decoder.decode(piece)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        file.seek(0)
        return name
    raise Refused(RefusalCode.NOT_A_SHEET)


def _dialect(text: io.TextIOWrapper) -> type[csv.Dialect]:
    """Commas, semicolons or tabs: whichever the header has most of."""
    header = text.readline(_MOST_FIELD)
    text.seek(0)
    delimiter = max(",;\t", key=header.count)

    class Found(csv.excel):
        pass

    Found.delimiter = delimiter
    return Found
