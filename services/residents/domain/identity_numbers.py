"""ID numbers: identity cards by their check digit, other papers by shape. Source: handbook R-04."""

import re
import unicodedata
from operator import mul

from shared.kernel.errors import DomainError, Kind
from shared.kernel.text import Text

_CARD = re.compile(r"[1-9][0-9]{16}[0-9X]")
_CARD_LENGTH = 18
_OTHER_PAPER = re.compile(r"[A-Z0-9]{5,20}")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ZEROS = ord("0") * sum(_WEIGHTS)
_CHECK_DIGITS = "10X98765432"


class NotAnIdNumber(DomainError):
    """The text never repeats the input: it is personal data."""

    slug = "not-an-id-number"
    kind = Kind.INVALID
    title = Text(zh="证件号码无效", en="Not an ID number")
    detail = Text(
        zh="请核对证件号码：身份证为 18 位且末位校验正确，其他证件为 5–20 位字母或数字。",
        en="Check the number: identity cards have 18 places and a check digit, other papers 5 to 20 letters or digits.",
    )


def parse_id_number(text: str, pointer: str = "/id_number") -> str:
    """The number without spaces, with capital X. Check digit by GB 11643 (mod 11-2). Raises NotAnIdNumber."""
    plain = "".join(unicodedata.normalize("NFKC", text).upper().split())
    is_good = _has_check_digit(plain) if len(plain) == _CARD_LENGTH else _OTHER_PAPER.fullmatch(plain) is not None
    if not is_good:
        raise NotAnIdNumber(pointer=pointer)
    return plain


def _has_check_digit(plain: str) -> bool:
    if _CARD.fullmatch(plain) is None:
        return False
    total = sum(map(mul, plain.encode(), _WEIGHTS)) - _ZEROS  # the last sign has no weight
    return _CHECK_DIGITS[total % 11] == plain[-1]
