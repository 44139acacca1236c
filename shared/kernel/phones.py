"""Phone numbers: stored in E.164, read as China writes them, masked wherever they need not be known."""

import re
import unicodedata

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber

from shared.kernel.errors import DomainError, Kind
from shared.kernel.text import Text

_HOME_REGION = "CN"
_HOME_CODE = 86
_MOBILE_DIGITS = 11
_SHOWN_DIGITS = 4
_SEPARATORS = re.compile(r"[\s().‐-―−-]")
_SHAPE = re.compile(r"\+?[0-9]{5,20}")
_UNREADABLE = "****"
_MOBILE = re.compile(r"\+861[3-9][0-9]{9}")


class NotAPhone(DomainError):
    """Not a number to dial from anywhere. The text never repeats the input: it is personal data."""

    slug = "not-a-phone"
    kind = Kind.INVALID
    title = Text(zh="电话号码无效", en="Not a phone number")
    detail = Text(
        zh="请填写手机号，或带区号的固定电话（不含分机号）；境外号码以“+”和国家或地区代码开头。",
        en="Give a mobile number, or a land line with its area code and without extension; "
        "numbers from abroad start with + and the country code.",
    )


def parse_phone(text: str, pointer: str = "/phone") -> str:
    """Give the E.164 of a mobile or land line; 400 and 800 lines too, short codes not. Raises NotAPhone.

    Full-width digits, separators and the invisible marks that address books paste are read over. Anything
    else, letters and extensions among them, is refused: the library would dial letters as digits, and E.164
    would lose the extension.
    """
    plain = unicodedata.normalize("NFKC", text)
    dialled = _SEPARATORS.sub("", "".join(sign for sign in plain if unicodedata.category(sign) != "Cf"))
    number = _read(dialled) if _SHAPE.fullmatch(dialled) else None
    if number is None or not phonenumbers.is_valid_number(number):
        raise NotAPhone(pointer=pointer)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def national_phone(e164: str) -> str:
    """Write it as China does: 13812345678, 010-62345678; abroad: +852 23456789. Raises NotAPhone."""
    number = _read(e164)
    if number is None:
        raise NotAPhone
    head, local = _split(number)
    return head + local


def mask_phone(e164: str) -> str:
    """Write 138****5678, 010-****5678, +852 ****6789; what can't be read is masked whole, never raised."""
    if _MOBILE.fullmatch(e164):
        # Nearly all are mobiles; the library takes a hundred times as long, which a page of a register feels.
        return f"{e164[3:6]}****{e164[-4:]}"
    number = _read(e164)
    if number is None:
        return _UNREADABLE
    head, local = _split(number)
    shown = min(_SHOWN_DIGITS, len(local) // 2)
    hidden = len(local) - shown
    return head + "*" * hidden + local[hidden:]


def _read(text: str) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(text, _HOME_REGION)
    except NumberParseException:
        return None


def _split(number: PhoneNumber) -> tuple[str, str]:
    """Part what tells the network or the town from what tells the subscriber."""
    digits = phonenumbers.national_significant_number(number)
    if number.country_code != _HOME_CODE:
        return f"+{number.country_code} ", digits
    if area := phonenumbers.length_of_geographical_area_code(number):
        return f"0{digits[:area]}-", digits[area:]
    # By shape, not by type: a number range that the library doesn't know yet must not show more.
    network = 3 if len(digits) == _MOBILE_DIGITS else 0
    return digits[:network], digits[network:]
