"""The count, by owners and by area at once, in whole numbers. Source: Civil Code Art. 278, Art. 1259; handbook T-29.

Owners of two thirds of the area who are two thirds of the owners take part; an ordinary matter needs more than half
of those who take part, a grave one three quarters, again by both. "At least" and "three quarters or more" include
the number itself (以上), "more than half" (过半数) does not. Areas are in 0.01 m².
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Subject(StrEnum):
    """What owners decide together, in the order of Art. 278."""

    RULES_OF_PROCEDURE = "rules_of_procedure"
    COVENANT = "covenant"
    COMMITTEE_ELECTION = "committee_election"
    PROPERTY_MANAGER = "property_manager"
    USE_REPAIR_FUND = "use_repair_fund"
    RAISE_REPAIR_FUND = "raise_repair_fund"
    REBUILD = "rebuild"
    CHANGE_COMMON_USE = "change_common_use"
    OTHER = "other"


GRAVE = frozenset({Subject.RAISE_REPAIR_FUND, Subject.REBUILD, Subject.CHANGE_COMMON_USE})
"""Numbers six to eight of the list."""


class Choice(StrEnum):
    """A vote on one matter."""

    FOR = "for"
    AGAINST = "against"
    ABSTAIN = "abstain"


@dataclass(frozen=True, slots=True)
class Share:
    """`part` of `whole`, and the share that it has to reach, or to pass where `is_exclusive`."""

    part: int
    whole: int
    numerator: int
    denominator: int
    is_exclusive: bool = False

    @property
    def is_met(self) -> bool:
        """Multiplied, never divided: exact at the boundary. Nothing of nothing is not enough."""
        reached, needed = self.part * self.denominator, self.whole * self.numerator
        return self.whole > 0 and (reached > needed if self.is_exclusive else reached >= needed)


@dataclass(frozen=True, slots=True)
class Ballot:
    """An owner's area, and the choice for each matter by its id."""

    area: int
    choices: Mapping[str, Choice]


@dataclass(frozen=True, slots=True)
class Electorate:
    """Everybody who may vote, by number and by area."""

    owners: int
    area: int


@dataclass(frozen=True, slots=True)
class Tally:
    """How often a choice was made, by owners and by area."""

    owners: int
    area: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """A matter's result; `by_owners` and `by_area` are the two majorities."""

    tallies: Mapping[Choice, Tally]
    by_owners: Share
    by_area: Share
    is_carried: bool


@dataclass(frozen=True, slots=True)
class Count:
    """The whole result; without a quorum nothing is carried."""

    quorum_owners: Share
    quorum_area: Share
    outcomes: Mapping[str, Outcome]

    @property
    def has_quorum(self) -> bool:
        """Both two thirds are reached."""
        return self.quorum_owners.is_met and self.quorum_area.is_met


def majority(subject: Subject, part: int, whole: int) -> Share:
    """The majority that the subject needs of those who take part."""
    if subject in GRAVE:
        return Share(part, whole, 3, 4)
    return Share(part, whole, 1, 2, is_exclusive=True)


def quorum(part: int, whole: int) -> Share:
    """Two thirds of all."""
    return Share(part, whole, 2, 3)


def count(subjects: Mapping[str, Subject], electorate: Electorate, ballots: Collection[Ballot]) -> Count:
    """The result of the ballots, in whatever order; `subjects` are the agenda's by the id of the matter."""
    voted, area = len(ballots), sum(ballot.area for ballot in ballots)
    by_owners, by_area = quorum(voted, electorate.owners), quorum(area, electorate.area)
    has_quorum = by_owners.is_met and by_area.is_met
    outcomes = {
        matter: _outcome(subject, _tallies(matter, ballots), Tally(voted, area), has_quorum=has_quorum)
        for matter, subject in subjects.items()
    }
    return Count(by_owners, by_area, outcomes)


def _tallies(matter: str, ballots: Iterable[Ballot]) -> Mapping[Choice, Tally]:
    owners: Counter[Choice] = Counter()
    areas: Counter[Choice] = Counter()
    for ballot in ballots:
        owners[ballot.choices[matter]] += 1
        areas[ballot.choices[matter]] += ballot.area
    return {choice: Tally(owners[choice], areas[choice]) for choice in Choice}


def _outcome(subject: Subject, tallies: Mapping[Choice, Tally], voted: Tally, *, has_quorum: bool) -> Outcome:
    by_owners = majority(subject, tallies[Choice.FOR].owners, voted.owners)
    by_area = majority(subject, tallies[Choice.FOR].area, voted.area)
    return Outcome(tallies, by_owners, by_area, has_quorum and by_owners.is_met and by_area.is_met)
