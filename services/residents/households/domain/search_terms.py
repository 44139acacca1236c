"""What a household is found by: names, pinyin and initials, phone endings, plates, its room. Source: handbook R-03.

Every way to search is the beginning of a term, so that one byte-ordered index serves them all: a phone's ending is
the beginning of its digits read backwards.
"""

import contextlib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from shared.kernel.errors import DomainError
from shared.kernel.phones import parse_phone
from shared.kernel.pinyin import readings, squeeze

TERMS_VERSION = 1
"""Moves when other terms are computed: the job `index_households` then computes every household's anew."""

TERM_LENGTH = 64
_MOST_READINGS = 12
_LEAST_PHONE_DIGITS = 4


class TermKind(StrEnum):
    """In which way a term finds its household."""

    NAME = "name"
    PINYIN = "pinyin"
    INITIALS = "initials"
    PHONE = "phone"
    PLATE = "plate"
    ROOM = "room"


@dataclass(frozen=True, slots=True, order=True)
class Term:
    """`text` is at most 64 signs; `person_id` is empty where the term is the household's, not a person's."""

    kind: TermKind
    text: str
    person_id: str = ""


@dataclass(frozen=True, slots=True)
class Pattern:
    """Terms of this kind that begin so."""

    kind: TermKind
    prefix: str


def terms_of(
    names: Iterable[tuple[str, str]],
    phones: Iterable[tuple[str, str]],
    plates: Iterable[str],
    room_code: str,
) -> list[Term]:
    """Every term of a household, each once, in order.

    `names` (preferred ones too) and `phones` (E.164) are pairs of a person's id and the text; `plates` are as
    `parse_plate` gives them.
    """
    found = {Term(TermKind.ROOM, _cut(room_code))}
    for person_id, name in names:
        found.update(Term(kind, _cut(text), person_id) for kind, text in _of_name(name) if text)
    for person_id, phone in phones:
        found.add(Term(TermKind.PHONE, _cut(_digits(phone)[::-1]), person_id))
    for plate in plates:
        # Many leave the province out: 京A12345 is also looked for as A12345.
        found.update(Term(TermKind.PLATE, _cut(text)) for text in (plate, plate[1:]) if text)
    return sorted(found)


def patterns_of(text: str) -> list[Pattern]:
    """What somebody may mean by `text`; none when it is too short or of signs that nothing is found by."""
    plain = unicodedata.normalize("NFKC", text).strip()
    squeezed = squeeze(plain)
    if not squeezed:
        return []
    if "#" in plain:
        return [Pattern(TermKind.ROOM, _cut("".join(plain.upper().split())))]
    if squeezed.isascii() and squeezed.isdigit():
        return [Pattern(TermKind.ROOM, f"{_cut(squeezed)}#"), *phone_patterns(plain), *_of_plate(squeezed)]
    if squeezed.isascii() and squeezed.isalpha():
        kinds = (TermKind.PINYIN, TermKind.INITIALS, TermKind.NAME, TermKind.PLATE)
        return [Pattern(kind, _cut(squeezed.upper() if kind is TermKind.PLATE else squeezed)) for kind in kinds]
    return [Pattern(TermKind.NAME, _cut(squeezed)), *_of_plate(squeezed)]


def phone_patterns(text: str) -> list[Pattern]:
    """A whole number as anybody writes it, or its last four digits or more; none for fewer."""
    digits = _digits(unicodedata.normalize("NFKC", text))
    if len(digits) < _LEAST_PHONE_DIGITS:
        return []
    readings = [digits]
    with contextlib.suppress(DomainError):
        # A land line's leading 0 is no part of E.164.
        readings.append(_digits(parse_phone(text)))
    return [Pattern(TermKind.PHONE, _cut(reading[::-1])) for reading in dict.fromkeys(readings)]


def _of_plate(squeezed: str) -> list[Pattern]:
    return [Pattern(TermKind.PLATE, _cut(squeezed.upper()))]


def _of_name(name: str) -> Iterator[tuple[TermKind, str]]:
    """The name, each later word of it, and how it is read: 单芳 by 单芳, shanfang, danfang, sf, df and so on."""
    words = unicodedata.normalize("NFKC", name).split()
    for place in range(len(words)):
        yield TermKind.NAME, squeeze("".join(words[place:]))
    for reading in readings(name, most=_MOST_READINGS):
        yield TermKind.PINYIN, "".join(reading)
        yield TermKind.INITIALS, "".join(syllable[0] for syllable in reading)


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isascii() and sign.isdigit())


def _cut(text: str) -> str:
    return text[:TERM_LENGTH]
