"""The form, its weights, and what to train. Source: handbook T-30."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

FULL_MARK = 5
FULL_SCORE = 100


class Criterion(StrEnum):
    """What is listened for, in the order of the form."""

    GREETING = "greeting"
    UNDERSTANDING = "understanding"
    ANSWER = "answer"
    RECORD = "record"


DEFAULT_WEIGHTS: Mapping[Criterion, int] = {
    Criterion.GREETING: 20,
    Criterion.UNDERSTANDING: 25,
    Criterion.ANSWER: 35,
    Criterion.RECORD: 20,
}
FEWEST, MOST = 1, 5


@dataclass(frozen=True, slots=True)
class QualityPolicy:
    """A community's own values: contacts of each member a month, one to five, and what each criterion weighs."""

    seed: str = ""
    contacts: int = 3
    weights: Mapping[Criterion, int] = field(default_factory=lambda: dict(DEFAULT_WEIGHTS))


def score_of(marks: Mapping[Criterion, int], weights: Mapping[Criterion, int]) -> int:
    """0 to 100, weighted, rounded half up. Weights are positive in sum."""
    weighed = sum(weights[criterion] * mark for criterion, mark in marks.items())
    share = Fraction(FULL_SCORE * weighed, FULL_MARK * sum(weights[criterion] for criterion in marks))
    return int(share + Fraction(1, 2))


def training_need(sums: Mapping[Criterion, int], samples: int) -> Criterion | None:
    """The lowest criterion, the form's first of equals; None where every mark was full, or nothing was marked."""
    lowest = min(Criterion, key=lambda criterion: sums[criterion])
    return None if sums[lowest] == FULL_MARK * samples else lowest
