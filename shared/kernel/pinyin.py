"""How Chinese is read aloud: syllables without tones, for finding what somebody types by ear.

Characters are looked up one by one. A character that is read in several ways yields several readings.
"""

import os
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from itertools import product

_MOST_GIVEN = 2
_MOST_SPOKEN = 8
_SEPARATORS = frozenset(" ·•.-—–_'’()+#")
_HANZI = ("\u3400", "\u9fff")


def is_hanzi(sign: str) -> bool:
    """Whether it is a Chinese character."""
    return _HANZI[0] <= sign <= _HANZI[1]


def squeeze(text: str) -> str:
    """Small letters without blanks, dots and dashes: `Tom  Reed` is `tomreed`, `买买提·艾力` is `买买提艾力`."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("ü", "v")
    return "".join(sign for sign in plain if sign not in _SEPARATORS and not sign.isspace())


def readings(text: str, *, most: int) -> Iterator[tuple[str, ...]]:
    """The likeliest `most` ways to read the first eight signs; all of the first sign's come first.

    That is where people's names differ most: 单芳 is read dan fang and shan fang.
    """
    signs = [_syllables(sign) for sign in _spoken(text)]
    if not signs:
        return
    given = [ways[:_MOST_GIVEN] for ways in signs[1:]]
    places = sorted(
        product(range(len(signs[0])), *(range(len(ways)) for ways in given)),
        key=lambda way: (sum(way[1:]), way[0]),
    )
    for way in places[:most]:
        yield tuple(ways[place] for ways, place in zip([signs[0], *given], way, strict=True))


def _spoken(text: str) -> list[str]:
    """Chinese characters one by one, other words whole."""
    spoken: list[str] = []
    for word in unicodedata.normalize("NFKC", text).casefold().split():
        run = ""
        for sign in word:
            if is_hanzi(sign):
                spoken += [run] if run else []
                spoken.append(sign)
                run = ""
            elif sign.isascii() and sign.isalnum():
                run += sign
        spoken += [run] if run else []
    return spoken[:_MOST_SPOKEN]


@cache
def _syllables(sign: str) -> list[str]:
    """The readings of a character without tones; `lv` is also written `lu`. A word of letters reads as itself."""
    if not is_hanzi(sign[0]):
        return [sign]
    ways = _dictionary()(sign)
    spelt = [syllable.replace("ü", "v") for syllable in ways if syllable]
    spelt += [syllable.replace("v", "u") for syllable in spelt if "v" in syllable]
    return [syllable for syllable in dict.fromkeys(spelt) if syllable.isascii()] or [sign]


@cache
def _dictionary() -> Callable[[str], list[str]]:
    """Read when first asked for. Characters are looked up one by one: the library's phrases, 44 MB, are not needed."""
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    from pypinyin import Style, pinyin  # noqa: PLC0415 - after the line above, and not at every start

    return lambda sign: pinyin(sign, style=Style.NORMAL, heteronym=True)[0]
