"""Text fields that no input can break: stripped, bounded, without control characters (PostgreSQL refuses NUL)."""

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from shared.kernel.text import Text
from shared.runtime.http.patterns import worded
from shared.runtime.http.validation import BilingualValueError

_CONTROL = frozenset(chr(code) for code in (*range(32), 127))
_KEPT_IN_PROSE = frozenset("\n\t\r")
_SURROGATES = range(0xD800, 0xE000)
_REFUSED = Text(zh="含有控制字符", en="Contains control characters")


def _is_storable(text: str, kept: frozenset[str] = frozenset()) -> bool:
    return not any((char in _CONTROL and char not in kept) or ord(char) in _SURROGATES for char in text)


def _one_line(text: str) -> str:
    if not _is_storable(text):
        raise BilingualValueError(_REFUSED)
    return text


def _many_lines(text: str) -> str:
    if not _is_storable(text, _KEPT_IN_PROSE):
        raise BilingualValueError(_REFUSED)
    return text


Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), AfterValidator(_one_line)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100), AfterValidator(_one_line)]
Code = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64), AfterValidator(_one_line)]
Prose = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000), AfterValidator(_many_lines)
]
Identifier = Annotated[
    str, StringConstraints(min_length=1, max_length=36), AfterValidator(_one_line), Field(description="An id")
]
MonthName = Annotated[
    str,
    Field(
        pattern=worded(r"^20\d\d-(0[1-9]|1[0-2])$", Text(zh="月份写作 2026-11", en="A month is written 2026-11")),
        examples=["2026-11"],
    ),
]
Digest = Annotated[
    str,
    StringConstraints(
        pattern=worded(
            r"^[0-9a-f]{64}$",
            Text(zh="应为 64 位小写十六进制的 SHA-256", en="A SHA-256 in 64 small hexadecimal digits"),
        )
    ),
]
AmountFen = Annotated[int, Field(ge=0, le=10**12, description="Integer fen")]
