"""One cell at a time: what Excel, WPS and CSV make of a number, a day or a word. Source: handbook R-08."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from services.residents.domain.identity_numbers import NotAnIdNumber, parse_id_number
from services.residents.premises.domain.errors import BadRoomCode
from services.residents.premises.domain.room_code import RoomCode, parse_room_code
from services.residents.roster.domain.faults import FaultCode
from shared.kernel.phones import NotAPhone, parse_phone

MOST_CHARACTERS = 100
MOST_AREA_DM2 = 10_000_000
_MOST_AREA_M2 = MOST_AREA_DM2 / 100
FIRST_DAY = date(1950, 1, 1)
_UNWANTED = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")
_MOBILE = re.compile(r"1[0-9]{10}")
_NETWORK_DIGITS = 5
_MOST_DIGITS = 9
_BINARY_DUST = Decimal("0.000001")


class BadCell(Exception):
    """The cell can't be read so."""

    def __init__(self, code: FaultCode, **params: object) -> None:
        self.code = code
        self.params = params
        super().__init__(code)


def word(cell: object) -> str:
    """The cell's text, stripped; whole numbers without a decimal point. Raises BadCell."""
    if isinstance(cell, str):
        text = cell.strip()
        if len(text) <= MOST_CHARACTERS and text.isprintable():  # nearly all: no need to look for what is unwanted
            return text
    elif isinstance(cell, bool):
        raise BadCell(FaultCode.NOT_TEXT)
    elif isinstance(cell, float):
        text = str(int(cell)) if cell.is_integer() else str(cell)
    elif isinstance(cell, int):
        text = str(cell)
    elif cell is None:
        text = ""
    else:
        raise BadCell(FaultCode.NOT_TEXT)
    if len(text) > MOST_CHARACTERS:
        raise BadCell(FaultCode.TOO_LONG, most=MOST_CHARACTERS)
    if _UNWANTED.search(text):
        raise BadCell(FaultCode.CONTROL_CHARACTERS)
    return text


@lru_cache(maxsize=8192)
def piece(text: str) -> str:
    """A building, entrance, floor or number as codes have it. Raises BadRoomCode."""
    return parse_room_code(f"{text}#1-1-1").building


@lru_cache(maxsize=65536)
def sort_prefix(building: str, entrance: str, floor: str) -> str:
    """All of a sort key but the number: the flats of a floor share it."""
    return RoomCode(building, entrance, floor, "").sort_key


@lru_cache(maxsize=8192)
def sort_number(number: str) -> str:
    """The last part of a sort key."""
    return RoomCode("", "", "", number).sort_key.rpartition("#")[2]


def place_piece(cell: object) -> str:
    """Raises BadCell."""
    try:
        return piece(word(cell))
    except BadRoomCode as error:
        raise BadCell(FaultCode.BAD_ROOM_CODE) from error


@lru_cache(maxsize=8192)
def known_piece(cell: str) -> str | None:
    """The same of a text: the same few come again and again. None for one that can't be read."""
    try:
        return place_piece(cell)
    except BadCell:
        return None


def area_dm2(cell: object) -> int:
    """Hundredths of a square metre. A number that Excel keeps in binary is taken as the two decimals that it shows.

    Raises BadCell.
    """
    if type(cell) is float and 0 < cell < _MOST_AREA_M2 and (exactly := round(cell * 100)) / 100 == cell:
        return exactly  # nearly all: a number that is written with two decimals at most
    text = unicodedata.normalize("NFKC", word(cell)).removesuffix("m2").removesuffix("㎡").strip()
    try:
        exact = Decimal(text)
    except InvalidOperation as error:
        raise BadCell(FaultCode.NOT_AN_AREA, most=MOST_AREA_DM2 // 100) from error
    if not exact.is_finite() or not -_MOST_DIGITS < exact.adjusted() < _MOST_DIGITS:
        raise BadCell(FaultCode.NOT_AN_AREA, most=MOST_AREA_DM2 // 100)
    hundredths = exact * 100
    rounded = round(hundredths)
    is_exact = hundredths == rounded or (isinstance(cell, float) and abs(hundredths - rounded) < _BINARY_DUST)
    if not 0 < rounded <= MOST_AREA_DM2 or not is_exact:
        raise BadCell(FaultCode.NOT_AN_AREA, most=MOST_AREA_DM2 // 100)
    return rounded


def choice(text: str, choices: Mapping[str, str], labels: tuple[str, ...]) -> str:
    """The code. Raises BadCell."""
    found = choices.get(text) or choices.get(unicodedata.normalize("NFKC", text).lower())
    if found is None:
        raise BadCell(FaultCode.NOT_A_CHOICE, choices="、".join(labels))
    return found


def day(cell: object, today: date) -> str:
    """ISO date. Raises BadCell."""
    if isinstance(cell, datetime):
        found = cell.date()
    elif isinstance(cell, date):
        found = cell
    else:
        try:
            text = word(cell).replace("/", "-").replace(".", "-")
            year, month, of_month = (int(part) for part in text.split("-"))
            found = date(year, month, of_month)
        except (ValueError, OverflowError) as error:
            raise BadCell(FaultCode.NOT_A_DAY) from error
    if not FIRST_DAY <= found <= today:
        raise BadCell(FaultCode.NOT_A_DAY)
    return found.isoformat()


def phone(text: str) -> str:
    """E.164. Raises BadCell."""
    try:
        if _MOBILE.fullmatch(text) and text.isascii() and _is_network(text[:_NETWORK_DIGITS]):
            return f"+86{text}"
        return parse_phone(text)
    except NotAPhone as error:
        raise BadCell(FaultCode.NOT_A_PHONE) from error


@lru_cache(maxsize=20_000)
def _is_network(digits: str) -> bool:
    """Whether mobile numbers begin so. The library tells mobile numbers by their first five digits at most.

    A hundred thousand numbers cost ten seconds with the library and a tenth of one with what it said before.
    """
    try:
        return parse_phone(f"{digits}000000") == f"+86{digits}000000"
    except NotAPhone:
        return False


def id_number(text: str) -> str:
    """Raises BadCell."""
    try:
        return parse_id_number(text)
    except NotAnIdNumber as error:
        raise BadCell(FaultCode.NOT_AN_ID_NUMBER) from error
