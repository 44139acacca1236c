"""Excel sheets: what a person typed stays text, never a formula or a link."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any, Self

import xlsxwriter  # type: ignore[import-untyped] # it has no annotations
from xlsxwriter.exceptions import FileCreateError  # type: ignore[import-untyped]

_OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    # A row is written to the disk when the next one begins: a register of any size fits into memory.
    "constant_memory": True,
}
_INK, _HEAD = "#0f5c4d", "#e7f0ee"
_LONGEST_NAME, _LONGEST_CELL = 31, 32_000


@dataclass(frozen=True, slots=True)
class Column:
    """`width` in characters; `number` is Excel's own format, for figures; `wraps` breaks long text into lines."""

    title: str
    width: float
    number: str | None = None
    wraps: bool = False


class Sheet:
    """A sheet with a title line, if it has one, a head that stays in view, and rows one after the other."""

    def __init__(self, book: "Book", *, name: str, title: str | None, columns: Sequence[Column]) -> None:
        self._book = book
        self._sheet = book.file.add_worksheet(name[:_LONGEST_NAME])
        self._formats = [
            book.file.add_format({"num_format": column.number or "@", "text_wrap": column.wraps, "valign": "top"})
            for column in columns
        ]
        for place, column in enumerate(columns):
            self._sheet.set_column(place, place, column.width, self._formats[place])
        head = 0
        if title is not None:
            self._sheet.write_string(0, 0, title, book.heading)
            head = 2
        for place, column in enumerate(columns):
            self._sheet.write_string(head, place, column.title, book.head)
        self._row = head + 1
        self._sheet.freeze_panes(self._row, 0)
        self._sheet.set_landscape()
        self._sheet.set_paper(9)
        self._sheet.fit_to_pages(1, 0)
        self._sheet.repeat_rows(head)

    def add(self, rows: Iterable[Sequence[Any]]) -> Self:
        """Text as text, figures as figures, local days and moments as Excel's own, None as an empty cell."""
        for row in rows:
            for place, content in enumerate(row):
                if content is not None:
                    self._write(place, content)
            self._row += 1
        return self

    def _write(self, place: int, content: Any) -> None:  # a cell holds what it holds
        if isinstance(content, str):
            self._sheet.write_string(self._row, place, content[:_LONGEST_CELL], self._formats[place])
        elif isinstance(content, datetime):
            self._sheet.write_datetime(self._row, place, content, self._book.moment)
        elif isinstance(content, date):
            self._sheet.write_datetime(self._row, place, content, self._book.day)
        else:
            self._sheet.write_number(self._row, place, content, self._formats[place])


class Book:
    """A workbook, sheet after sheet: one is done before the next begins.

    It computes and writes: use it in a thread. Until it is closed, rows lie in a file of `folder`; without one the
    library finds a place, and leaves the file there when the book is never closed.
    """

    def __init__(self, target: str | IO[bytes], *, folder: str | None = None) -> None:
        self.file = xlsxwriter.Workbook(target, {**_OPTIONS, "tmpdir": folder})
        self.heading = self.file.add_format({"bold": True, "font_size": 14, "font_color": _INK})
        self.head = self.file.add_format({"bold": True, "bg_color": _HEAD, "bottom": 1, "text_wrap": True})
        self.day = self._dated("yyyy-mm-dd")
        self.moment = self._dated("yyyy-mm-dd hh:mm")

    def _dated(self, form: str) -> Any:  # the library has no annotations
        return self.file.add_format({"num_format": form, "valign": "top", "align": "left"})

    def sheet(self, name: str, columns: Sequence[Column], *, title: str | None = None) -> Sheet:
        """Begin another one."""
        return Sheet(self, name=name, title=title, columns=columns)

    def abandon(self) -> None:
        """Nothing comes of it: the rows that were put aside are let go."""
        for sheet in self.file.worksheets():
            sheet.row_data_fh.close()
        self.file.fileclosed = True

    def close(self) -> None:
        """Finish the file. Raises OSError: a full disk is told as that, and not as a fault of the library's."""
        refused = None
        try:
            self.file.close()
        except FileCreateError as error:
            refused = error.__context__
            if not isinstance(refused, OSError):
                raise
            refused = OSError(*refused.args)
        if refused is not None:  # out here the library's archive is gone: it writes once more when it goes
            raise refused


def sheet_bytes(
    name: str, columns: Sequence[Column], rows: Iterable[Sequence[Any]], *, title: str | None = None
) -> bytes:
    """A small sheet as a whole."""
    made = io.BytesIO()
    book = Book(made)
    book.sheet(name, columns, title=title).add(rows)
    book.close()
    return made.getvalue()
