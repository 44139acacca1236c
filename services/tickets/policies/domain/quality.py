"""Values of the quality loop. Source: handbook T-21."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class QualityPolicy:
    """How far back a repetition is looked for."""

    repetition_days: int = 90
