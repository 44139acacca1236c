"""Which areas a route has on a day. Source: handbook T-25.

A change applies from the next round, which is the next day of the community: the round under way and those that were
walked keep what they had.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Revision:
    """The areas in their order, from a day on."""

    applies_from: date
    area_ids: Sequence[str]


def on_day(revisions: Sequence[Revision], day: date) -> Revision | None:
    """What the day's round has; None before the route was there. `revisions` are oldest first."""
    begun = [revision for revision in revisions if revision.applies_from <= day]
    return begun[-1] if begun else None


def waiting(revisions: Sequence[Revision], today: date) -> Revision | None:
    """What the next round will have, if it differs."""
    return next((revision for revision in revisions if revision.applies_from > today), None)


def next_round(today: date) -> date:
    """The day from which a change of today applies."""
    return today + timedelta(days=1)
