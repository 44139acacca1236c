"""What kind of file it is, and whether it unpacks to something reasonable: asked before anything opens it.

A zip's directory is only what the sender says; `unpacked` counts what really comes out, and stops at the limit.
"""

import zipfile
import zlib
from collections.abc import Iterator
from enum import StrEnum
from typing import BinaryIO

from services.residents.roster.domain.refusals import RefusalCode, Refused

MEGABYTE = 1024 * 1024
MOST_UNPACKED_MB = 1024
MOST_PARTS = 2000
_MOST_RATIO = 250
_RATIO_FROM = 4 * MEGABYTE
_PIECE = MEGABYTE
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEAD = 64 * 1024
_READABLE = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"


class Format(StrEnum):
    """What calamine or the csv module reads."""

    XLSX = "xlsx"
    ODS = "ods"
    CSV = "csv"


def format_of(file: BinaryIO) -> Format:
    """By content, never by name. Raises Refused."""
    file.seek(0)
    head = file.read(_HEAD)
    if head.startswith(_ZIP):
        return _zip_format(file)
    if head.startswith(_OLE):
        raise Refused(RefusalCode.OLD_OR_LOCKED)  # its formulas could not be told from values
    if not head.strip() or b"\x00" in head or head.startswith((b"%PDF", b"{\\rtf", b"<")):
        raise Refused(RefusalCode.NOT_A_SHEET)
    return Format.CSV


def _zip_format(file: BinaryIO) -> Format:
    try:
        with zipfile.ZipFile(file) as packed:
            parts = packed.infolist()
            _check_declared(parts)
            names = {part.filename for part in parts}
            if "xl/workbook.bin" in names:
                raise Refused(RefusalCode.OLD_OR_LOCKED)  # the same
            if "xl/workbook.xml" in names:
                return Format.XLSX
            if "content.xml" in names and "mimetype" in names and _is_ods(packed):
                return Format.ODS
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError, EOFError, zlib.error) as error:
        raise Refused(RefusalCode.NOT_A_SHEET) from error
    raise Refused(RefusalCode.NOT_A_SHEET)


def _is_ods(packed: zipfile.ZipFile) -> bool:
    with packed.open("mimetype") as part:
        return part.read(len(_ODS) + 1).strip() == _ODS


def _check_declared(parts: list[zipfile.ZipInfo]) -> None:
    total = sum(part.file_size for part in parts)
    is_beyond = any(part.file_size > max(_RATIO_FROM, part.compress_size * _MOST_RATIO) for part in parts)
    if len(parts) > MOST_PARTS or total > MOST_UNPACKED_MB * MEGABYTE or is_beyond:
        raise Refused(RefusalCode.UNPACKS_TOO_LARGE, most=MOST_UNPACKED_MB)
    if len({part.filename for part in parts}) < len(parts):  # two readers may take different ones
        raise Refused(RefusalCode.NOT_READABLE)
    if any(part.flag_bits & 0x1 for part in parts):
        raise Refused(RefusalCode.OLD_OR_LOCKED)
    if any(part.compress_type not in _READABLE for part in parts):
        raise Refused(RefusalCode.NOT_READABLE)


class Unpacking:
    """Goes over a zip's parts as they really unpack. Raises Refused as soon as it is too much."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._left = MOST_UNPACKED_MB * MEGABYTE

    def parts(self) -> Iterator[tuple[str, Iterator[bytes]]]:
        """Name and pieces of each; every part is unpacked to its end, whether its pieces are taken or not."""
        try:
            with zipfile.ZipFile(self._file) as packed:
                for part in packed.infolist():
                    pieces = self._pieces(packed, part)
                    yield part.filename, pieces
                    for _ in pieces:
                        pass
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError, zlib.error) as error:
            raise Refused(RefusalCode.NOT_READABLE) from error

    def _pieces(self, packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
        """One that unpacks to more than it declared fails its checksum here: the module stops at the declared size."""
        with packed.open(part) as opened:
            while piece := opened.read(_PIECE):
                self._left -= len(piece)
                if self._left < 0:
                    raise Refused(RefusalCode.UNPACKS_TOO_LARGE, most=MOST_UNPACKED_MB)
                yield piece
