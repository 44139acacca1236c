"""What tickets are found by: pairs of signs, and the beginnings of codes and words. Source: decision 0019.

Chinese is written without spaces, so every pair of neighbouring signs is a term: 厨房漏水 is 厨房, 房漏, 漏水. Latin
words, numbers and room codes are terms whole and from each of their parts on: `T261122-0007` is found by `t2611`,
by `261122-0007` and by `0007`.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

LONGEST_TERM = 32
MOST_WORDS = 8
_LATIN = re.compile(r"[a-z0-9]+(?:[#-]+[a-z0-9]+)*[#-]?")
_PART = re.compile(r"[a-z]+|[0-9]+")


def index_of(texts: Iterable[str | None]) -> str:
    """The terms of these texts, one space between them: what the row keeps, and the database indexes."""
    terms = {term for text in texts if text for run in _runs(text) for term in _terms(run)}
    return " ".join(sorted(terms))


def wanted_by(typed: str) -> Sequence[str]:
    """The terms that a ticket must have to be found; a `*` at the end means a beginning. Empty finds nothing.

    At most eight words of what was typed count.
    """
    asked: dict[str, None] = {}
    for run in list(_runs(typed))[:MOST_WORDS]:
        if _is_latin(run):
            asked[f"{run[:LONGEST_TERM]}*"] = None
        elif len(run) == 1:
            asked[f"{run}*"] = None
        else:
            asked.update(dict.fromkeys(_pairs(run[: LONGEST_TERM + 1])))
    return list(asked)


def _runs(text: str) -> Iterator[str]:
    """Unbroken stretches of one kind of writing, in small letters; all other signs part them."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    at = 0
    while at < len(plain):
        found = _LATIN.match(plain, at)
        if found is not None:
            yield found.group()
            at = found.end()
            continue
        end = at
        while end < len(plain) and _is_other_letter(plain[end]):
            end += 1
        if end > at:
            yield plain[at:end]
        at = max(end, at + 1)


def _is_other_letter(sign: str) -> bool:
    return sign.isalnum() and not sign.isascii()


def _is_latin(run: str) -> bool:
    return run[0].isascii()


def _terms(run: str) -> Iterator[str]:
    if _is_latin(run):
        code = run.rstrip("#-")
        yield from (code[part.start() : part.start() + LONGEST_TERM] for part in _PART.finditer(code))
    else:
        yield from _pairs(run)
        yield run[-1]  # with it, every sign begins a term


def _pairs(run: str) -> Iterator[str]:
    yield from (run[at : at + 2] for at in range(len(run) - 1))
