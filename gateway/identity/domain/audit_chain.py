"""The audit log's chain: every entry's hash covers the one before, so that no entry can be changed unseen.

Source: reliability.md 6.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

FIRST_HASH = "0" * 64


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as the chain sees it; `number` counts from 1 without gaps."""

    number: int
    at: datetime
    actor_id: str | None
    action: str
    subject_type: str
    subject_id: str | None
    detail: Mapping[str, Any]
    previous_hash: str


def hash_of(link: Link) -> str:
    """SHA-256 over the canonical JSON of the entry, the previous hash included."""
    canonical = json.dumps(
        [
            link.number,
            link.at.isoformat(),
            link.actor_id,
            link.action,
            link.subject_type,
            link.subject_id,
            link.detail,
            link.previous_hash,
        ],
        sort_keys=True,
        ensure_ascii=False,
        separators=(",", ":"),
    )
    return hashlib.sha256(canonical.encode()).hexdigest()


def first_break(entries: Iterable[tuple[Link, str]], *, previous_hash: str = FIRST_HASH, number: int = 0) -> int | None:
    """The number at which the chain of (entry, its stored hash) is broken; None while it holds."""
    for link, stored in entries:
        number += 1
        if link.number != number or link.previous_hash != previous_hash or hash_of(link) != stored:
            return number
        previous_hash = stored
    return None
