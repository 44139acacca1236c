"""Room codes in key-label form: building 180, entrance 1, floor 1, no. 1 = `180#1-1-1`. Source: handbook R-01."""

import re
import unicodedata
from dataclasses import dataclass

from services.residents.premises.domain.errors import BadRoomCode

MAX_LENGTH = 32
_PIECE = r"[0-9]{1,5}[A-Z]?|[A-Z]{1,2}[0-9]{0,4}"
_SHAPE = re.compile(rf"({_PIECE})#({_PIECE})-({_PIECE})-({_PIECE})")
_DIGITS = re.compile(r"[0-9]+")
_SORT_WIDTH = 5


@dataclass(frozen=True, slots=True)
class RoomCode:
    """The four places of a label. Basements are `B1`; pieces are digits, letters or both (`12A`)."""

    building: str
    entrance: str
    floor: str
    number: str

    def __str__(self) -> str:
        return f"{self.building}#{self.entrance}-{self.floor}-{self.number}"

    @property
    def sort_key(self) -> str:
        """Sorts as people count: 1#1-2-1 before 1#1-10-1, basements below the first floor."""
        return "#".join(_padded(piece) for piece in (self.building, self.entrance, _level(self.floor), self.number))


def parse_room_code(text: str, pointer: str = "/room_code") -> RoomCode:
    """Read a label as desks write it: full-width signs, small letters, leading zeros. Raises BadRoomCode."""
    found = _SHAPE.fullmatch(plain_label(text))
    if found is None:
        raise BadRoomCode(pointer=pointer)
    return RoomCode(*(_without_leading_zeros(piece) for piece in found.groups()))


def stored_room_code(code: str) -> RoomCode:
    """A code as `parse_room_code` gave it, read without looking for other ways to write it."""
    building, _, rest = code.partition("#")
    return RoomCode(building, *rest.split("-"))


def building_sort_key(building: str) -> str:
    """What the sort keys of all of a building's rooms begin with."""
    return f"{_padded(plain_label(building))}#"


def plain_label(text: str) -> str:
    """The label, or a beginning of one, in the signs that codes are stored in."""
    plain = unicodedata.normalize("NFKC", text).upper()
    return "".join(sign for sign in plain.replace("—", "-").replace("–", "-") if not sign.isspace())


def _without_leading_zeros(piece: str) -> str:
    return _DIGITS.sub(lambda run: run[0].lstrip("0") or "0", piece, count=1)


def _level(floor: str) -> str:
    """Basements count downwards and come first: B2, B1, 1, 2."""
    if floor.startswith("B") and floor[1:].isdigit():
        return f"!{10**_SORT_WIDTH - int(floor[1:])}"
    return floor


def _padded(piece: str) -> str:
    return _DIGITS.sub(lambda run: run[0].zfill(_SORT_WIDTH), piece)
