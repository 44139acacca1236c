"""Excel sheets: what a person typed stays text, never a formula or a link."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, Self

import xlsxwriter  # type: ignore[import-untyped] # it has no annotations

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    # A row is written to the disk when the next one begins: a register of any size fits into memory.
    "constant_memory": True,
}
_INK, _HEAD = "#0f5c4d", "#e7f0ee"


@dataclass(frozen=True, slots=True)
class Column:
    """`width` in characters; `number` is Excel's own format, for figures."""

    title: str
    width: float
    number: str | None = None


class Sheet:
    """A workbook of one sheet with a title line, a head that stays in view, and rows one after the other.

    It computes and writes: use it in a thread.
    """

    def __init__(self, target: str | BinaryIO, *, name: str, title: str, columns: Sequence[Column]) -> None:
        self._book = xlsxwriter.Workbook(target, _OPTIONS)
        self._sheet = self._book.add_worksheet(name)
        self._formats = [self._book.add_format({"num_format": column.number or "@"}) for column in columns]
        self._row = 0
        for place, column in enumerate(columns):
            self._sheet.set_column(place, place, column.width, self._formats[place])
        heading = self._book.add_format({"bold": True, "font_size": 14, "font_color": _INK})
        self._sheet.write_string(0, 0, title, heading)
        head = self._book.add_format({"bold": True, "bg_color": _HEAD, "bottom": 1, "text_wrap": True})
        for place, column in enumerate(columns):
            self._sheet.write_string(2, place, column.title, head)
        self._sheet.freeze_panes(3, 0)
        self._sheet.set_landscape()
        self._sheet.set_paper(9)
        self._sheet.fit_to_pages(1, 0)
        self._sheet.repeat_rows(2)
        self._row = 3

    def add(self, rows: Iterable[Sequence[Any]]) -> Self:
        """Text as text, figures as figures, None as an empty cell."""
        for row in rows:
            for place, content in enumerate(row):
                if isinstance(content, str):
                    self._sheet.write_string(self._row, place, content, self._formats[place])
                elif content is not None:
                    self._sheet.write_number(self._row, place, content, self._formats[place])
            self._row += 1
        return self

    def close(self) -> None:
        """Finish the file."""
        self._book.close()


def sheet_bytes(name: str, title: str, columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> bytes:
    """A small sheet as a whole."""
    made = io.BytesIO()
    Sheet(made, name=name, title=title, columns=columns).add(rows).close()
    return made.getvalue()
