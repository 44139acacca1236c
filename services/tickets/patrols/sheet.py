"""The scores of a period as Excel. Source: handbook T-25."""

from collections.abc import Sequence

from services.tickets.patrols.domain.labels import AREA_KINDS
from services.tickets.patrols.schemas import Scores
from shared.kernel.text import Locale, Text
from shared.runtime.sheets import Column, sheet_bytes

_TITLE = Text(zh="巡查评分 {period}（{first} 至 {last}）", en="Patrol scores {period} ({first} to {last})")
_NAME = Text(zh="巡查评分", en="Patrol scores")
_TOTAL = Text(zh="合计", en="Total")
_COLUMNS: Sequence[tuple[Text, float, str | None]] = (
    (Text(zh="类别", en="Kind"), 16, None),
    (Text(zh="编号", en="Code"), 18, None),
    (Text(zh="区域", en="Area"), 26, None),
    (Text(zh="日常巡查", en="Walks"), 10, "0"),
    (Text(zh="抽查", en="Spot-checks"), 12, "0"),
    (Text(zh="得分", en="Earned"), 10, "0"),
    (Text(zh="满分", en="Possible"), 10, "0"),
    (Text(zh="得分率 %", en="Percent"), 10, "0.0"),
    (Text(zh="问题", en="Findings"), 10, "0"),
    (Text(zh="未闭环", en="Unsettled"), 10, "0"),
)


def scores_xlsx(scores: Scores, locale: Locale) -> bytes:
    """A line an area, and the total."""
    columns = [Column(words.pick(locale), width, number, wraps=True) for words, width, number in _COLUMNS]
    lines: list[list[object]] = [
        [
            AREA_KINDS[area.kind].pick(locale),
            area.code,
            area.name,
            area.walks,
            area.spot_checks,
            area.earned,
            area.possible,
            _figure(area.percent),
            area.findings,
            area.unsettled,
        ]
        for area in scores.areas
    ]
    total = [
        _TOTAL.pick(locale),
        None,
        None,
        None,
        None,
        scores.earned,
        scores.possible,
        _figure(scores.percent),
        None,
        None,
    ]
    title = _TITLE.pick(locale, period=scores.period, first=scores.first_day, last=scores.last_day)
    return sheet_bytes(_NAME.pick(locale), columns, [*lines, total], title=title)


def _figure(percent: str | None) -> float | None:
    return None if percent is None else float(percent)
