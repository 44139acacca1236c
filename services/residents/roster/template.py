"""The sheet to fill in, in Chinese: column notes, drop-downs, an example; as CSV the header alone.

Source: handbook R-08.
"""

import csv
import io

import xlsxwriter  # type: ignore[import-untyped]

from services.residents.roster.domain.columns import COLUMNS, EXAMPLE_SHEET, HEADER_ROW, NOTES_SHEET, SHEET, Column

_LAST_ROW = 200_000
_NOTE_SIZE = {"x_scale": 2, "y_scale": 1}


def header_of(column: Column) -> str:
    """Required columns have a star."""
    return f"{column.header.zh}*" if column.is_required else column.header.zh


def as_csv() -> bytes:
    """UTF-8 with a mark, so that Excel does not take it for another encoding."""
    text = io.StringIO()
    csv.writer(text).writerow(header_of(column) for column in COLUMNS)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def as_xlsx() -> bytes:
    """Three sheets: 名册 to fill in, 示例, 填写说明. Takes some ten milliseconds: call it in a thread."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False}) as book:
        head = book.add_format({"bold": True, "bg_color": "#DDEBF7", "border": 1, "text_wrap": True, "valign": "top"})
        must = book.add_format({"bold": True, "bg_color": "#FCE4D6", "border": 1, "text_wrap": True, "valign": "top"})
        plain = book.add_format({"num_format": "@"})
        for name in (SHEET, EXAMPLE_SHEET):
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(HEADER_ROW, 4)
            for position, column in enumerate(COLUMNS):
                # As text: a phone of eleven digits stays one, and 1-2 does not become a day.
                sheet.set_column(position, position, column.width, None if column.key == "area_m2" else plain)
                sheet.write_string(0, position, header_of(column), must if column.is_required else head)
                sheet.write_comment(0, position, column.note.zh, _NOTE_SIZE)
                if column.labels:
                    choices = {"validate": "list", "source": list(column.labels)}
                    sheet.data_validation(HEADER_ROW, position, _LAST_ROW, position, choices)
                if name == EXAMPLE_SHEET:
                    _write_example(sheet, position, column)
        _write_notes(book.add_worksheet(NOTES_SHEET), head)
    return made.getvalue()


def _write_example(sheet: xlsxwriter.worksheet.Worksheet, position: int, column: Column) -> None:
    if column.key == "area_m2":
        sheet.write_number(HEADER_ROW, position, float(column.example))
    elif column.example:
        sheet.write_string(HEADER_ROW, position, column.example)


def _write_notes(sheet: xlsxwriter.worksheet.Worksheet, head: xlsxwriter.format.Format) -> None:
    lines = (
        "每行一个房间及其业主、租户和成员；填写在“名册”工作表，表头不要改动，列的顺序可以调整。",
        "上传后先试核对，不写入任何数据：列出有误、冲突、新增、变更和无变化的行，确认后再导入。",
        "单元格不能有公式；电话和证件号码请保持文本格式。",
        "同一文件可重复上传，已导入的行不会重复写入。没有填写的内容保持登记原样；名册不会删除成员，也不会更换业主。",
    )
    for row, line in enumerate(lines):
        sheet.write_string(row, 0, line)
    first = len(lines) + 1
    for position, title in enumerate(("列", "必填", "说明", "可选值", "English")):
        sheet.write_string(first, position, title, head)
    for row, column in enumerate(COLUMNS, first + 1):
        must = "是" if column.is_required else ""
        words = (column.header.zh, must, column.note.zh, "、".join(column.labels), column.header.en)
        for position, text in enumerate(words):
            sheet.write_string(row, position, text)
    sheet.set_column(0, 1, 14)
    sheet.set_column(2, 2, 70)
    sheet.set_column(3, 4, 40)
