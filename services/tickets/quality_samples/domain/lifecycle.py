"""A sampled contact: drawn, scored by a lead, seen by the member, then counted. Source: handbook T-30."""

from collections.abc import Mapping
from enum import StrEnum

from shared.kernel.state_machine import StateMachine
from shared.kernel.text import Text


class SampleStatus(StrEnum):
    """Where a sample stands. What the member has not seen is used for nothing."""

    DRAWN = "drawn"
    SCORED = "scored"
    SEEN = "seen"
    COUNTED = "counted"


class SampleAction(StrEnum):
    """`score` again corrects a mark, until the member has seen it."""

    SCORE = "score"
    SEE = "see"
    COUNT = "count"


TRANSITIONS: Mapping[tuple[SampleStatus, SampleAction], SampleStatus] = {
    (SampleStatus.DRAWN, SampleAction.SCORE): SampleStatus.SCORED,
    (SampleStatus.SCORED, SampleAction.SCORE): SampleStatus.SCORED,
    (SampleStatus.SCORED, SampleAction.SEE): SampleStatus.SEEN,
    (SampleStatus.SEEN, SampleAction.COUNT): SampleStatus.COUNTED,
}
SAMPLE_STATUSES: Mapping[SampleStatus, Text] = {
    SampleStatus.DRAWN: Text(zh="已抽取", en="Drawn"),
    SampleStatus.SCORED: Text(zh="已评分", en="Scored"),
    SampleStatus.SEEN: Text(zh="本人已阅", en="Seen"),
    SampleStatus.COUNTED: Text(zh="已计入", en="Counted"),
}
SAMPLES = StateMachine("quality sample", TRANSITIONS, SAMPLE_STATUSES)
USED = (SampleStatus.SEEN, SampleStatus.COUNTED)
"""The only ones that a summary knows (T-30)."""
