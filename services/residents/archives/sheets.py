"""Excel sheets of the household files: words are never formulas."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import xlsxwriter  # type: ignore[import-untyped]  # it has no stubs

from shared.kernel.text import Locale, Text

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LONGEST_CELL = 32_000


@dataclass(frozen=True, slots=True)
class Column:
    """A heading and how wide it is, in signs."""

    heading: Text
    width: int


def workbook(title: Text, columns: Sequence[Column], rows: Iterable[Sequence[object]], locale: Locale) -> bytes:
    """One sheet with a heading that stays in sight. Call it by `asyncio.to_thread`."""
    made = io.BytesIO()
    # In memory, and nothing that a person typed becomes a formula or a link.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(made, options) as book:
        sheet = book.add_worksheet(title.pick(locale)[:31])
        head = book.add_format({"bold": True, "bg_color": "#E7EFED", "border": 1, "valign": "vcenter"})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm", "valign": "top", "align": "left"})
        for position, column in enumerate(columns):
            sheet.set_column(position, position, column.width)
            sheet.write_string(0, position, column.heading.pick(locale), head)
        for line, row in enumerate(rows, start=1):
            for position, content in enumerate(row):
                if isinstance(content, datetime):
                    sheet.write_datetime(line, position, content, moment)
                elif isinstance(content, date):
                    sheet.write_datetime(line, position, content, day)
                elif isinstance(content, int):
                    sheet.write_number(line, position, content, wrapped)
                elif content is not None:
                    sheet.write_string(line, position, str(content)[:_LONGEST_CELL], wrapped)
        sheet.freeze_panes(1, 0)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
    return made.getvalue()
