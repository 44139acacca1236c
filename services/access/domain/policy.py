"""Figures that the handbook calls policy, at their defaults, and what follows from them."""

from datetime import datetime, timedelta

FREE_RESIDENT_PASSES = 3
"""Per family member; further ones are charged (A-30)."""

MOST_PASSES_AT_ONCE = 50
"""A move-in that wants more for one person is a mistake."""

WORKER_PASS_LIMIT = timedelta(minutes=30)
"""From fee and permit being there to the pass being issued (A-31)."""

TEMPORARY_PASS_DAYS = 31
"""A temporary pass is given for a month at most; whoever comes longer needs another kind (A-32)."""


def is_beyond_quota(passes_before: int) -> bool:
    """Whether one more resident pass is charged, when the person has had `passes_before` (A-30)."""
    return passes_before >= FREE_RESIDENT_PASSES


def breach_of(due_at: datetime | None, at: datetime) -> datetime | None:
    """The exact moment at which a limit was missed, as seen at `at`; done at the very moment is in time."""
    return due_at if due_at is not None and at > due_at else None
