"""What an attachment may be, found from its content. Source: issue 3 (type sniffed, a picture that is a program)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import IO
from zipfile import BadZipFile, ZipFile, is_zipfile

import puremagic

from shared.kernel.errors import InvalidField
from shared.kernel.text import Text

HEAD_BYTES = 4096
POINTER = "/file"
_UNDECLARED = frozenset({"", "application/octet-stream", "binary/octet-stream"})
_MACROS = "vbaproject.bin"


class MediaType(StrEnum):
    """The allow list."""

    PDF = "application/pdf"
    JPEG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"
    HEIC = "image/heic"
    TIFF = "image/tiff"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


_EXTENSIONS: Mapping[MediaType, frozenset[str]] = {
    MediaType.PDF: frozenset({"pdf"}),
    MediaType.JPEG: frozenset({"jpg", "jpeg", "jpe", "jfif"}),
    MediaType.PNG: frozenset({"png"}),
    MediaType.WEBP: frozenset({"webp"}),
    MediaType.HEIC: frozenset({"heic", "heif"}),
    MediaType.TIFF: frozenset({"tif", "tiff"}),
    MediaType.DOCX: frozenset({"docx"}),
    MediaType.XLSX: frozenset({"xlsx"}),
}
_ALSO_CALLED: Mapping[str, MediaType] = {
    "image/jpg": MediaType.JPEG,
    "image/pjpeg": MediaType.JPEG,
    "image/heif": MediaType.HEIC,
    "application/x-pdf": MediaType.PDF,
}
_OFFICE_FOLDERS: Mapping[str, MediaType] = {"word/": MediaType.DOCX, "xl/": MediaType.XLSX}

_NOT_ALLOWED = Text(
    zh="文件内容不是允许的类型：PDF、JPEG、PNG、WebP、HEIC、TIFF、DOCX、XLSX",
    en="The content is none of the allowed types: PDF, JPEG, PNG, WebP, HEIC, TIFF, DOCX, XLSX",
)
_DISAGREES = Text(
    zh="文件内容与声明的类型或扩展名不符", en="The content is not what its declared type or its extension says"
)
_MACRO = Text(zh="文件含有宏程序", en="The file contains macros")
_EMPTY = Text(zh="文件为空", en="The file is empty")
_CONTROL = Text(zh="文件名含有控制字符", en="The file's name contains control characters")


@dataclass(frozen=True, slots=True)
class Declared:
    """What the sender says: the part's content type and the file's name."""

    media_type: str
    filename: str


def recognise(content: IO[bytes], declared: Declared) -> MediaType:
    """The type by the content, which must agree with what was declared. Raises InvalidField at `/file`."""
    content.seek(0)
    head = content.read(HEAD_BYTES)
    if not head:
        raise InvalidField(pointer=POINTER, reason=_EMPTY)
    found = _sniff(head, content)
    if found is None:
        raise InvalidField(pointer=POINTER, reason=_NOT_ALLOWED)
    if not _agrees(found, declared):
        raise InvalidField(pointer=POINTER, reason=_DISAGREES)
    return found


def _sniff(head: bytes, content: IO[bytes]) -> MediaType | None:
    try:
        matches = puremagic.magic_string(head)
    except puremagic.PureError:
        return None
    surest = max(match.confidence for match in matches)
    names = {match.mime_type for match in matches if match.confidence == surest}
    if {MediaType.DOCX, MediaType.XLSX} & names:
        return _office(content)
    types = [MediaType(_ALSO_CALLED.get(name, name)) for name in sorted(names) if _is_known(name)]
    # An archive can hide behind a picture: pictures are read from their beginning, archives from their end.
    if not types or (types[0] is not MediaType.PDF and is_zipfile(content)):
        return None
    return types[0]


def _is_known(name: str) -> bool:
    return name in _ALSO_CALLED or name in set(MediaType)


def _office(content: IO[bytes]) -> MediaType | None:
    """By the list of parts alone; nothing is unpacked."""
    try:
        with ZipFile(content) as parts:
            names = [name.lower() for name in parts.namelist()]
    except (BadZipFile, ValueError, NotImplementedError):
        return None
    if any(name.endswith(_MACROS) for name in names):
        raise InvalidField(pointer=POINTER, reason=_MACRO)
    if "[content_types].xml" not in names:
        return None
    return next((kind for folder, kind in _OFFICE_FOLDERS.items() if any(n.startswith(folder) for n in names)), None)


def _agrees(found: MediaType, declared: Declared) -> bool:
    said = declared.media_type.partition(";")[0].strip().lower()
    extension = declared.filename.rpartition(".")[2].lower() if "." in declared.filename else ""
    if said not in _UNDECLARED and _ALSO_CALLED.get(said, said) != found:
        return False
    return not extension or extension in _EXTENSIONS[found]


def plain_filename(sent: str, *, longest: int = 200) -> str:
    """The last part of what was sent, for people to read; never a path. Raises InvalidField."""
    if any(ord(sign) < ord(" ") or ord(sign) == 127 or 0xD800 <= ord(sign) < 0xE000 for sign in sent):  # noqa: PLR2004
        raise InvalidField(pointer=POINTER, reason=_CONTROL)
    name = sent.replace("\\", "/").rpartition("/")[2].strip()
    stem, dot, extension = name.rpartition(".")
    if len(name) > longest and dot:
        name = f"{stem[: longest - len(extension) - 1]}.{extension}"[:longest]
    return name[:longest] or "attachment"
