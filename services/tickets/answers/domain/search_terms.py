"""What an answer is found by: parts of its words in Chinese, by ear, by initials, in English. Source: handbook T-31.

Whatever is looked for anywhere in a question is the beginning of one of its tails, so that one byte-ordered index
serves substrings, pinyin and initials alike. The body is cut into pairs of characters and English words, which is
enough for it to add to the rank.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise

from shared.kernel.pinyin import is_hanzi, readings, squeeze

TERM_LENGTH = 64
TITLE_WEIGHT, BODY_WEIGHT = 4, 1
MOST_TOKENS = 24
_MOST_READINGS = 4
_LEAST_WORD = 3


def terms_of(titles: Iterable[str], bodies: Iterable[str]) -> dict[str, int]:
    """Every term with its weight; `titles` are questions and keywords, found by ear too, `bodies` the answers."""
    found: dict[str, int] = {}
    for body in bodies:
        found.update(dict.fromkeys(_of_body(body), BODY_WEIGHT))
    for title in titles:
        found.update(dict.fromkeys(_of_title(title), TITLE_WEIGHT))
    return found


def tokens_of(text: str) -> Sequence[str]:
    """What somebody looks for by `text`, most telling first; an answer ranks by how many of these it has.

    A run of Chinese counts as a whole and by its pairs, so that 装修要带什么资料 finds 装修需要哪些资料.
    """
    wholes, pairs = [], []
    for is_chinese, run in _runs(text):
        wholes.append(run)
        if is_chinese:
            pairs += [first + second for first, second in pairwise(run)]
    if len(wholes) > 1:
        wholes.insert(0, "".join(wholes))  # `zhuang xiu` is typed as often as `zhuangxiu`
    return [token[:TERM_LENGTH] for token in dict.fromkeys([*wholes, *pairs])][:MOST_TOKENS]


def weight_of(tokens: Sequence[str]) -> Mapping[str, int]:
    """How much each token counts: as many signs as it has, so that a whole word outdoes a chance pair."""
    return {token: len(token) for token in tokens}


def _of_title(title: str) -> Iterator[str]:
    """Each tail of each run, and how it is read."""
    for _, run in _runs(title):
        yield run[:TERM_LENGTH]
    words = unicodedata.normalize("NFKC", title).split()
    for place in range(len(words)):
        yield from _tails("".join(words[place:]))


def _tails(text: str) -> Iterator[str]:
    """Of Chinese at every sign, of other words at their beginning."""
    plain = squeeze(text)
    for place, sign in enumerate(plain):
        if not (is_hanzi(sign) or place == 0 or is_hanzi(plain[place - 1])):
            continue
        tail = plain[place:]
        yield tail[:TERM_LENGTH]
        if is_hanzi(sign):
            for reading in readings(tail, most=_MOST_READINGS):
                yield "".join(reading)[:TERM_LENGTH]
                yield "".join(syllable[0] for syllable in reading)[:TERM_LENGTH]


def _of_body(body: str) -> Iterator[str]:
    for is_chinese, run in _runs(body):
        if is_chinese:
            yield from (first + second for first, second in pairwise(run))
        elif len(run) >= _LEAST_WORD:
            yield run[:TERM_LENGTH]


def _runs(text: str) -> Iterator[tuple[bool, str]]:
    """Runs of Chinese and words of letters and digits, in small letters; whatever else parts them."""
    for word in unicodedata.normalize("NFKC", text).casefold().replace("ü", "v").split():
        for kind, signs in groupby(word, _kind_of):
            if kind is not None:
                yield kind, "".join(signs)


def _kind_of(sign: str) -> bool | None:
    if is_hanzi(sign):
        return True
    return False if sign.isalnum() else None
