"""Where a sheet has formulas: calamine tells values only, and what Excel computes is no entry in a register.

One quick look at the bytes while they are unpacked for the size check; only a part that may have formulas is parsed.
"""

import posixpath
import zipfile
from collections.abc import Iterator
from typing import IO, BinaryIO
from xml.etree import ElementTree as ET

from services.residents.roster.domain.refusals import RefusalCode, Refused
from services.residents.roster.reading.packing import Format, Unpacking

Places = dict[int, set[int]]
"""Row, from 1 → positions, from 0."""

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_NEEDLES = {
    Format.XLSX: (b"<f>", b"<f ", b"<f/", b"<f\n", b"<f\r", b"<f\t"),
    Format.ODS: (b":formula=", b":formula "),
}
_COMMON = {Format.XLSX: b"<f", Format.ODS: b":formula"}
_ROOTS = {Format.XLSX: b"<worksheet", Format.ODS: b"<office:document-content"}
_OVERLAP = 10
_ROOT_WITHIN = 4096
_MOST_SMALL_BYTES = 4 * 1024 * 1024
_MOST_REPEATED = 100_000


def unpack_once(file: BinaryIO, kind: Format) -> set[str]:
    """Unpacks everything within bounds; the names of the parts in which formulas may be. Raises Refused."""
    suspects: set[str] = set()
    for name, pieces in Unpacking(file).parts():
        if name.endswith(".xml") and _may_have_formulas(pieces, kind):
            suspects.add(name)
    return suspects


def _may_have_formulas(pieces: Iterator[bytes], kind: Format) -> bool:
    tail, needles = b"", _NEEDLES[kind]
    for piece in pieces:
        if not tail and _ROOTS[kind] not in piece[:_ROOT_WITHIN]:
            return True  # another root, other prefixes, another encoding: the parser decides
        window = tail + piece
        if _COMMON[kind] in window and any(needle in window for needle in needles):
            return True
        tail = window[-_OVERLAP:]
    return False


def formulas_in(file: BinaryIO, kind: Format, sheet: str, suspects: set[str]) -> Places:
    """Of the sheet of that name. Raises Refused when its part can't be found or read."""
    try:
        with zipfile.ZipFile(file) as packed:
            part = _part_of(packed, sheet) if kind is Format.XLSX else "content.xml"
            if part not in suspects:
                return {}
            with packed.open(part) as opened:
                return _in_xlsx(opened) if kind is Format.XLSX else _in_ods(opened, sheet)
    except (zipfile.BadZipFile, ET.ParseError, KeyError, ValueError, RecursionError) as error:
        raise Refused(RefusalCode.NOT_READABLE) from error


def _part_of(packed: zipfile.ZipFile, sheet: str) -> str:
    book = ET.fromstring(_small(packed, "xl/workbook.xml"))  # noqa: S314 - bounded; expat refuses bombs
    wanted = next(
        element.get(_RELATION) or next(content for name, content in element.items() if name.endswith("}id"))
        for element in book.iter()
        if _local(element) == "sheet" and element.get("name") == sheet
    )
    relations = ET.fromstring(_small(packed, "xl/_rels/workbook.xml.rels"))  # noqa: S314 - the same
    target = next(element.get("Target") for element in relations.iter() if element.get("Id") == wanted)
    if not target:
        raise ValueError(sheet)
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))


def _small(packed: zipfile.ZipFile, name: str) -> bytes:
    if packed.getinfo(name).file_size > _MOST_SMALL_BYTES:
        raise ValueError(name)
    return packed.read(name)


def _local(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def _in_xlsx(opened: IO[bytes]) -> Places:
    """A cell or row that names no place follows the one before it."""
    found: Places = {}
    row, position, holds = 0, -1, False
    for event, element in ET.iterparse(opened, events=("start", "end")):  # noqa: S314 - bounded
        name = _local(element)
        if event == "start":
            if name == "row":
                row, position = int(element.get("r") or row + 1), -1
            elif name == "c":
                position, holds = _position(element.get("r"), position), False
            elif name == "f":
                holds = True
        elif name == "c":
            if holds:
                found.setdefault(row, set()).add(position)
            element.clear()
        elif name in {"row", "sheetData"}:
            element.clear()
    return found


def _position(reference: str | None, before: int) -> int:
    if not reference:
        return before + 1
    position = 0
    for letter in reference:
        if not letter.isalpha():
            break
        position = position * 26 + ord(letter.upper()) - ord("A") + 1
    return position - 1


def _in_ods(opened: IO[bytes], sheet: str) -> Places:
    """Rows and cells may stand for several of the same."""
    found: Places = {}
    is_inside, row, repeated, position = False, 1, 1, 0
    for event, element in ET.iterparse(opened, events=("start", "end")):  # noqa: S314 - bounded
        name = _local(element)
        if event == "start" and name == "table":
            is_inside, row = _attribute(element, "name") == sheet, 1
        elif event == "start" and name == "table-row":
            position = 0
            repeated = min(int(_attribute(element, "number-rows-repeated") or 1), _MOST_REPEATED)
        elif event == "start" and name in {"table-cell", "covered-table-cell"}:
            if is_inside and _attribute(element, "formula") is not None:
                found.setdefault(row, set()).add(position)
            position += min(int(_attribute(element, "number-columns-repeated") or 1), _MOST_REPEATED)
        elif event == "end" and name == "table-row":
            row += repeated
            element.clear()
    return found


def _attribute(element: ET.Element, name: str) -> str | None:
    return next((content for key, content in element.items() if key.rpartition("}")[2] == name), None)
