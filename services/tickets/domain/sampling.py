"""Drawing that anybody can repeat: the same seed and candidates give the same sample.

Source: handbook T-16, T-23, T-24.
"""

import hashlib
from collections.abc import Collection, Iterable

PARTS = 10_000


def score(seed: str, candidate: str) -> int:
    """0 … 9,999, the same for the same seed and candidate whoever asks, evenly spread (T-16)."""
    digest = hashlib.sha256(f"{seed}\x1f{candidate}".encode()).digest()
    return int.from_bytes(digest[:8]) % PARTS


def share_of(percent: int, whole: int) -> int:
    """How many of `whole` are at least `percent` of it."""
    return -(-percent * whole // 100)


def draw(seed: str, candidates: Iterable[str], size: int, *, avoided: Collection[str] = ()) -> list[str]:
    """`size` of the candidates, or all if they are fewer; those to be avoided only once no other is left (T-23)."""
    last = frozenset(avoided)
    ranked = sorted(set(candidates), key=lambda it: (it in last, score(seed, it), it))
    return ranked[: max(size, 0)]
