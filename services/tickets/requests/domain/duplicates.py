"""Whether a request may have been taken in already. Source: handbook T-01, T-05."""

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from services.tickets.requests.domain.search_terms import index_of

LIKE_PERCENT = 50
"""Words are like when the shorter text has half of its pairs in the other."""


class Reported(Protocol):
    """An open ticket of the same room."""

    @property
    def category(self) -> str: ...

    @property
    def summary(self) -> str: ...


T = TypeVar("T", bound=Reported)


def duplicates_of(category: str | None, summary: str | None, opened: Iterable[T]) -> list[T]:
    """Those of the same category, and those in like words; in the order given."""
    return [it for it in opened if it.category == category or (summary and is_like(summary, it.summary))]


def is_like(one: str, other: str) -> bool:
    """Whether two summaries speak of the same: order and filling words don't count."""
    ours, theirs = _pairs(one), _pairs(other)
    shorter = min(len(ours), len(theirs))
    return shorter > 0 and len(ours & theirs) * 100 >= shorter * LIKE_PERCENT


def _pairs(text: str) -> set[str]:
    words: Sequence[str] = index_of([text]).split()
    return {word for word in words if len(word) > 1}
