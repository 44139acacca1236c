"""Surveys: whom they ask, what an answer is worth, what the whole comes to. Source: handbook T-23."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.tickets.domain.sampling import draw, share_of
from services.tickets.surveys.domain.errors import HalfYearIsPast, SurveyEndsInThePast
from shared.kernel.state_machine import StateMachine
from shared.kernel.text import Text

LEAST_PERCENT = 20
VISIT_WORKING_DAYS = 10
_MONTHS_A_HALF = 6
OCCUPIED = ("occupied", "let")


class SurveyStatus(StrEnum):
    """Where a survey stands."""

    DRAFTED = "drafted"
    OPENED = "opened"
    CLOSED = "closed"


class SurveyAction(StrEnum):
    """`answer` is a paper that comes in; `change` and `cancel`, which deletes it, are for drafts."""

    CHANGE = "change"
    CANCEL = "cancel"
    OPEN = "open"
    ANSWER = "answer"
    CLOSE = "close"


SURVEY_TRANSITIONS: Mapping[tuple[SurveyStatus, SurveyAction], SurveyStatus] = {
    (SurveyStatus.DRAFTED, SurveyAction.CHANGE): SurveyStatus.DRAFTED,
    (SurveyStatus.DRAFTED, SurveyAction.CANCEL): SurveyStatus.DRAFTED,
    (SurveyStatus.DRAFTED, SurveyAction.OPEN): SurveyStatus.OPENED,
    (SurveyStatus.OPENED, SurveyAction.ANSWER): SurveyStatus.OPENED,
    (SurveyStatus.OPENED, SurveyAction.CLOSE): SurveyStatus.CLOSED,
}
SURVEY_STATUSES: Mapping[SurveyStatus, Text] = {
    SurveyStatus.DRAFTED: Text(zh="草稿", en="Drafted"),
    SurveyStatus.OPENED: Text(zh="进行中", en="Opened"),
    SurveyStatus.CLOSED: Text(zh="已结束", en="Closed"),
}
SURVEYS = StateMachine("survey", SURVEY_TRANSITIONS, SURVEY_STATUSES)


class VisitStatus(StrEnum):
    """Where the visit after an unsatisfied answer stands."""

    WAITING = "waiting"
    MADE = "made"


class VisitAction(StrEnum):
    """A visit is made once."""

    RECORD = "record"


VISIT_TRANSITIONS: Mapping[tuple[VisitStatus, VisitAction], VisitStatus] = {
    (VisitStatus.WAITING, VisitAction.RECORD): VisitStatus.MADE,
}
VISIT_STATUSES: Mapping[VisitStatus, Text] = {
    VisitStatus.WAITING: Text(zh="待回访", en="Waiting"),
    VisitStatus.MADE: Text(zh="已回访", en="Made"),
}
VISITS = StateMachine("survey visit", VISIT_TRANSITIONS, VISIT_STATUSES)


class Mark(StrEnum):
    """What a household says of an item; `no_opinion` is left out of the satisfaction."""

    SATISFIED = "satisfied"
    FAIR = "fair"
    UNSATISFIED = "unsatisfied"
    NO_OPINION = "no_opinion"


MARKS: Mapping[Mark, Text] = {
    Mark.SATISFIED: Text(zh="满意", en="Satisfied"),
    Mark.FAIR: Text(zh="基本满意", en="Fairly satisfied"),
    Mark.UNSATISFIED: Text(zh="不满意", en="Unsatisfied"),
    Mark.NO_OPINION: Text(zh="不了解", en="No opinion"),
}
CONTENT = (Mark.SATISFIED, Mark.FAIR)


def seed_of(community_id: str, year: int, half: int) -> str:
    """What the half-year's sample is drawn from; known before the sample is."""
    return f"{community_id}:{year}H{half}"


def check_times(year: int, half: int, closes_on: date | None, today: date) -> None:
    """The half-year runs or is to come, and so is the day the papers are wanted back by; `today` is the community's.

    Raises HalfYearIsPast at `/year` where the whole year is over, else at `/half`; SurveyEndsInThePast.
    """
    if (year, half) < (today.year, 1 if today.month <= _MONTHS_A_HALF else 2):
        raise HalfYearIsPast(pointer="/year" if year < today.year else "/half", year=year, half=half)
    if closes_on is not None and closes_on < today:
        raise SurveyEndsInThePast(pointer="/closes_on", closes_on=closes_on)


@dataclass(frozen=True, slots=True)
class Sample:
    """Whom a survey asks; `asked_again` of them were asked last time, as no others were left."""

    households: Sequence[str]
    asked_again: int


def draw_sample(seed: str, occupied: Collection[str], percent: int, asked_last_time: Collection[str]) -> Sample:
    """At least `percent` of the occupied households, those asked last time only when no others are left (T-23)."""
    last = frozenset(asked_last_time)
    households = draw(seed, occupied, share_of(percent, len(set(occupied))), avoided=last)
    return Sample(households, sum(household in last for household in households))


@dataclass(frozen=True, slots=True)
class ItemResult:
    """How the valid answers mark an item. `satisfaction` is in tenths of a percent; None without an opinion."""

    code: str
    counts: Mapping[Mark, int]

    @property
    def opinions(self) -> int:
        """Marks that say something."""
        return sum(self.counts.get(mark, 0) for mark in Mark if mark is not Mark.NO_OPINION)

    @property
    def satisfaction(self) -> int | None:
        """Satisfied and fairly satisfied, of those with an opinion; rounded half up."""
        return per_mille(sum(self.counts.get(mark, 0) for mark in CONTENT), self.opinions)


def overall(items: Sequence[ItemResult]) -> int | None:
    """The satisfaction over all items, every mark counting once."""
    content = sum(item.counts.get(mark, 0) for item in items for mark in CONTENT)
    return per_mille(content, sum(item.opinions for item in items))


def per_mille(part: int, whole: int) -> int | None:
    """Tenths of a percent, rounded half up; None of nothing."""
    return None if whole == 0 else (2 * 1000 * part + whole) // (2 * whole)
