"""Whether a request may have been taken in already. Source: handbook T-01, T-05."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from functools import lru_cache
from typing import Protocol, TypeVar

from services.tickets.requests.domain.search_terms import index_of

LIKE_PERCENT = 50
"""Words are like when the shorter text has half of its pairs in the other."""


NEARBY_WITHIN = timedelta(hours=24)
"""What others of the building, or of the common parts, told lately may be the same; later it hardly is."""


class Reported(Protocol):
    """An open ticket of the same room, or nearby."""

    @property
    def category(self) -> str: ...

    @property
    def summary(self) -> str: ...


class Known(Reported, Protocol):
    """One that is told from others."""

    @property
    def id(self) -> str: ...


T = TypeVar("T", bound=Reported)
K = TypeVar("K", bound=Known)


def duplicates_of(category: str | None, summary: str | None, opened: Iterable[T]) -> list[T]:
    """Those of the same category, and those in like words; in the order given."""
    return [it for it in opened if it.category == category or (summary and is_like(summary, it.summary))]


def found_by_all(category: str | None, summary: str | None, of_room: Sequence[K], nearby: Iterable[K]) -> list[K]:
    """Those of the room by category or words, then those nearby in like words alone; each once."""
    known = {it.id for it in of_room}
    others = [it for it in nearby if it.id not in known]
    return [*duplicates_of(category, summary, of_room), *duplicates_of(None, summary, others)]


def is_like(one: str, other: str) -> bool:
    """Whether two summaries speak of the same: order and filling words don't count."""
    ours, theirs = _pairs(one), _pairs(other)
    shorter = min(len(ours), len(theirs))
    return shorter > 0 and len(ours & theirs) * 100 >= shorter * LIKE_PERCENT


@lru_cache(maxsize=4096)
def _pairs(text: str) -> frozenset[str]:
    """Kept: every request of a busy hour is held against the same open ones."""
    words: Sequence[str] = index_of([text]).split()
    return frozenset(word for word in words if len(word) > 1)
