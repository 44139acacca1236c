"""A clock of a ticket without its row."""

from dataclasses import dataclass
from datetime import datetime

from services.tickets.requests.domain.measures import Measure


@dataclass
class Timer:
    """As the domain sees it."""

    clock: str
    due_at: datetime
    met_at: datetime | None = None
    breached_at: datetime | None = None
    warn_at: datetime | None = None
    warned_at: datetime | None = None
    paused_at: datetime | None = None
    next_at: datetime | None = None
    measure: str = Measure.WALL
    starts_at: datetime = datetime.min  # noqa: DTZ901 - replaced wherever it counts
