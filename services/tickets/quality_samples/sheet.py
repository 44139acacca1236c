"""The weekly summary as Excel. Source: handbook T-30."""

from collections.abc import Sequence

from services.tickets.quality_samples.domain.labels import CRITERIA
from services.tickets.quality_samples.domain.marking import Criterion
from services.tickets.quality_samples.schemas import MemberLine, WeekSummary
from shared.kernel.text import Locale, Text
from shared.runtime.sheets import Column, sheet_bytes

_TITLE = Text(zh="接待质量周报 {week}", en="Contact quality {week}")
_NAME = Text(zh="接待质量", en="Contact quality")
_MEMBER = Text(zh="客服人员", en="Member")
_SAMPLES = Text(zh="样本数", en="Samples")
_SCORE = Text(zh="得分（满分 100）", en="Score (of 100)")
_NEED = Text(zh="培训需求", en="Training need")
_NONE = Text(zh="无", en="none")


def week_sheet(summary: WeekSummary, locale: Locale) -> bytes:
    """A line per member. Call it by `asyncio.to_thread`."""
    columns = [
        Column(_MEMBER.pick(locale), 18),
        Column(_SAMPLES.pick(locale), 10, "0"),
        Column(_SCORE.pick(locale), 16, "0.0"),
        *(Column(words.pick(locale), 14, "0.00") for words in CRITERIA.values()),
        Column(_NEED.pick(locale), 16),
    ]
    lines = (_line(member, locale) for member in summary.members)
    return sheet_bytes(_NAME.pick(locale), columns, lines, title=_TITLE.pick(locale, week=summary.week))


def _line(member: MemberLine, locale: Locale) -> Sequence[object]:
    need = CRITERIA[member.training_need] if member.training_need else _NONE
    marks = [member.marks[criterion] for criterion in Criterion]
    return [member.name or member.member_id, member.samples, member.score, *marks, need.pick(locale)]
