"""Refusals about renovations."""

from collections.abc import Sequence

from shared.kernel.errors import DomainError, Kind
from shared.kernel.text import Locale, Text


class BadPeriod(DomainError):
    """Ends before it begins, or lasts too long."""

    slug = "bad-period"
    kind = Kind.INVALID
    title = Text(zh="施工期限无效", en="Invalid period")
    detail = Text(
        zh="结束日期不得早于开始日期，且期限不超过 {days} 天。",
        en="The end must not come before the start, and the period not exceed {days} days.",
    )


class NoHousehold(DomainError):
    """Nobody holds the room, so nobody can apply for it."""

    slug = "no-household"
    kind = Kind.INVALID
    title = Text(zh="房间没有业户", en="No household in the room")
    detail = Text(
        zh="{room_code} 没有登记在住的业户（或不是所填的业户）。",
        en="{room_code} has no present household, or not the one named.",
    )


class PapersIncomplete(DomainError):
    """Approval waits for papers; each missing one is named. Source: handbook R-30."""

    slug = "papers-incomplete"
    kind = Kind.CONFLICT
    title = Text(zh="资料不齐", en="Papers incomplete")
    detail = Text(zh="缺少：{missing}。", en="Missing: {missing}.")

    def __init__(self, missing: Sequence[Text]) -> None:
        self.missing = tuple(missing)
        super().__init__()

    def explain(self, locale: Locale) -> str:
        """Every missing paper by name."""
        separator = "、" if locale == "zh-CN" else ", "
        return self.detail.pick(locale, missing=separator.join(paper.pick(locale) for paper in self.missing))
