"""When the requester of a long-running request hears of its progress. Source: handbook T-20."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Audience(StrEnum):
    """The requester is told by the owner; inside the house the work is asked after."""

    REQUESTER = "requester"
    HOUSE = "house"


@dataclass(frozen=True, slots=True)
class Stage:
    """From this age of the request on, a report every so many days."""

    from_day: int
    every_days: int


@dataclass(frozen=True, slots=True)
class ProgressPolicy:
    """A community's values; the defaults are the handbook's. The last stage goes on while the request is open."""

    stages: tuple[Stage, ...] = (Stage(3, 2), Stage(7, 3), Stage(15, 7))
    inquiry_every: timedelta = timedelta(days=1)


DEFAULT_PROGRESS = ProgressPolicy()


def next_report(opened_at: datetime, told_at: datetime, policy: ProgressPolicy = DEFAULT_PROGRESS) -> datetime:
    """The first time of the schedule after `told_at`: day 3, 5, 7, then 10, 13, 16, then weekly (T-20).

    The times are fixed by the opening, so that a late report does not push the next one away.
    """
    day = policy.stages[0].from_day
    while opened_at + timedelta(days=day) <= told_at:
        day += [stage for stage in policy.stages if stage.from_day <= day][-1].every_days
    return opened_at + timedelta(days=day)


def next_inquiry(asked_at: datetime, policy: ProgressPolicy = DEFAULT_PROGRESS) -> datetime:
    """Work over one day is asked after daily (T-20)."""
    return asked_at + policy.inquiry_every
