"""The count by owners and by area. Source: Civil Code Art. 278, handbook T-29."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.tickets.assemblies.domain.counting import (
    GRAVE,
    Ballot,
    Choice,
    Electorate,
    Share,
    Subject,
    count,
    majority,
    quorum,
)

AREAS = st.integers(min_value=1, max_value=100_000)
CHOICES = st.sampled_from(Choice)
BALLOTS = st.lists(st.builds(lambda area, choice: Ballot(area, {"m": choice}), AREAS, CHOICES), max_size=40)
WHOLES = st.integers(min_value=1, max_value=10**9)


def voted(*owners: tuple[int, str]) -> list[Ballot]:
    """Ballots of an area and a choice each."""
    return [Ballot(area, {"m": Choice(choice)}) for area, choice in owners]


def carried(subject: Subject, electorate: Electorate, ballots: list[Ballot]) -> bool:
    return count({"m": subject}, electorate, ballots).outcomes["m"].is_carried


@given(BALLOTS, st.randoms(use_true_random=False), st.sampled_from(Subject), st.integers(0, 20), AREAS)
def test_the_order_of_ballots_never_matters(
    ballots: list[Ballot], chance: object, subject: Subject, absent: int, area: int
) -> None:
    electorate = Electorate(len(ballots) + absent, sum(ballot.area for ballot in ballots) + absent * area)
    shuffled = list(ballots)
    chance.shuffle(shuffled)  # type: ignore[attr-defined] # hypothesis' own Random
    assert count({"m": subject}, electorate, shuffled) == count({"m": subject}, electorate, ballots)


@given(BALLOTS)
def test_every_vote_is_counted_once(ballots: list[Ballot]) -> None:
    outcome = count({"m": Subject.OTHER}, Electorate(50, 10**7), ballots).outcomes["m"]
    assert sum(tally.owners for tally in outcome.tallies.values()) == len(ballots)
    assert sum(tally.area for tally in outcome.tallies.values()) == sum(ballot.area for ballot in ballots)


@given(st.integers(0, 10**9), WHOLES, st.sampled_from(Subject))
def test_shares_are_exact_as_fractions_are(part: int, whole: int, subject: Subject) -> None:
    assert quorum(part, whole).is_met is (Fraction(part, whole) >= Fraction(2, 3))
    needed = Fraction(3, 4) if subject in GRAVE else Fraction(1, 2)
    reached = Fraction(part, whole)
    assert majority(subject, part, whole).is_met is (reached >= needed if subject in GRAVE else reached > needed)


@given(WHOLES)
def test_the_boundaries_are_exact_however_large_the_community(unit: int) -> None:
    assert quorum(2 * unit, 3 * unit).is_met
    assert not quorum(2 * unit - 1, 3 * unit).is_met
    assert not majority(Subject.OTHER, unit, 2 * unit).is_met
    assert majority(Subject.OTHER, unit + 1, 2 * unit).is_met
    assert majority(Subject.REBUILD, 3 * unit, 4 * unit).is_met
    assert not majority(Subject.REBUILD, 3 * unit - 1, 4 * unit).is_met


@given(BALLOTS, st.sampled_from(Subject))
def test_another_vote_in_favour_never_loses_a_matter(ballots: list[Ballot], subject: Subject) -> None:
    electorate = Electorate(len(ballots) + 1, sum(ballot.area for ballot in ballots) + 100)
    if carried(subject, electorate, ballots):
        assert carried(subject, electorate, [*ballots, Ballot(100, {"m": Choice.FOR})])


def test_nothing_of_nothing_is_not_enough() -> None:
    assert not Share(0, 0, 2, 3).is_met
    assert not count({"m": Subject.OTHER}, Electorate(0, 0), []).has_quorum


@pytest.mark.parametrize("subject", Subject)
def test_the_three_grave_matters_need_three_quarters(subject: Subject) -> None:
    grave = subject in {Subject.RAISE_REPAIR_FUND, Subject.REBUILD, Subject.CHANGE_COMMON_USE}
    share = majority(subject, 3, 4)
    assert (share.numerator, share.denominator, share.is_exclusive) == ((3, 4, False) if grave else (1, 2, True))


HUNDRED = Electorate(6, 600)


@pytest.mark.parametrize(
    ("subject", "ballots", "is_carried"),
    [
        (Subject.OTHER, voted((100, "for"), (100, "for"), (100, "for"), (100, "against")), True),
        (
            Subject.OTHER,
            voted((100, "for"), (100, "for"), (100, "against"), (100, "abstain")),
            False,
        ),  # half is not more
        (Subject.OTHER, voted((100, "for"), (100, "for"), (100, "for")), False),  # no quorum by owners
        (Subject.OTHER, voted((99, "for"), (100, "for"), (100, "for"), (100, "for")), False),  # nor by area
        (Subject.OTHER, voted((10, "for"), (10, "for"), (10, "for"), (370, "against")), False),  # owners, not area
        (Subject.OTHER, voted((370, "for"), (10, "against"), (10, "against"), (10, "against")), False),  # area only
        (Subject.REBUILD, voted((100, "for"), (100, "for"), (100, "for"), (100, "against")), True),
        (Subject.REBUILD, voted((100, "for"), (100, "for"), (99, "for"), (101, "against")), False),
        (Subject.REBUILD, voted((100, "for"), (100, "for"), (100, "for"), (100, "against"), (1, "abstain")), False),
    ],
)
def test_quorum_and_majority_are_needed_by_owners_and_by_area(
    subject: Subject, ballots: list[Ballot], *, is_carried: bool
) -> None:
    assert carried(subject, HUNDRED, ballots) is is_carried


def test_every_matter_is_counted_for_itself() -> None:
    ballots = [Ballot(100, {"a": Choice.FOR, "b": Choice.AGAINST}) for _ in range(4)]
    outcomes = count({"a": Subject.OTHER, "b": Subject.OTHER}, Electorate(4, 400), ballots).outcomes
    assert [outcomes[matter].is_carried for matter in "ab"] == [True, False]
