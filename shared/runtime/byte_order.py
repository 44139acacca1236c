"""Text that is looked up by its beginning: the same order on both databases, one index for every prefix."""

from typing import Any

from sqlalchemy import ColumnElement, String
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.elements import KeyedColumnElement

_LAST_SIGN = 0x10FFFF
_FIRST_SURROGATE, _AFTER_SURROGATES = 0xD800, 0xE000


def byte_ordered(length: int) -> String:
    """Text that sorts by its bytes on both databases, so that lists and prefix ranges agree and use the index."""
    return String(length).with_variant(String(length, collation="C"), "postgresql")


def begins_with(column: InstrumentedAttribute[str] | KeyedColumnElement[Any], prefix: str) -> ColumnElement[bool]:
    """A prefix as a range over a byte-ordered column: the plain index serves it, and no sign of it is a wildcard."""
    last = ord(prefix[-1])
    if last == _LAST_SIGN:
        return column.startswith(prefix, autoescape=True)
    after = _AFTER_SURROGATES if last + 1 == _FIRST_SURROGATE else last + 1
    return (column >= prefix) & (column < prefix[:-1] + chr(after))
