"""Refusals about changes of holder."""

from collections.abc import Sequence

from shared.kernel.errors import DomainError, Kind
from shared.kernel.text import Locale, Text


class TransferOpen(DomainError):
    """One at a time."""

    slug = "transfer-open"
    kind = Kind.CONFLICT
    title = Text(zh="已有变更交接在办理", en="A transfer is open already")
    detail = Text(
        zh="该业户的变更交接 {number} 尚在办理，请先办结或取消。",
        en="Transfer {number} of this household is open: close or cancel it first.",
    )


class ChecklistOpen(DomainError):
    """The closing waits for the checklist; each open item is named in `errors`. Source: handbook R-07."""

    slug = "checklist-open"
    kind = Kind.CONFLICT
    title = Text(zh="交接清单未清", en="The checklist is not clear")
    detail = Text(zh="尚未办清：{items}。", en="Still open: {items}.")
    _each = Text(zh="“{item}”尚未办清", en="“{item}” is still open")

    def __init__(self, items: Sequence[tuple[str, Text]]) -> None:
        self.items = tuple(items)
        super().__init__()

    def explain(self, locale: Locale) -> str:
        """Every open item by name."""
        separator = "、" if locale == "zh-CN" else ", "
        return self.detail.pick(locale, items=separator.join(name.pick(locale) for _, name in self.items))

    def faults(self, locale: Locale) -> list[tuple[str, str]]:
        """One for each open item, by its code."""
        return [(f"/checklist/{code}", self._each.pick(locale, item=name.pick(locale))) for code, name in self.items]


class NotByHand(DomainError):
    """Facts decide it: it clears by itself when they do."""

    slug = "not-by-hand"
    kind = Kind.CONFLICT
    title = Text(zh="此项不能人工确认", en="Not confirmed by hand")
    detail = Text(
        zh="“{item}”以系统记录为准，办清后自动变为已清；如需放行，由负责人豁免。",
        en="“{item}” follows the records and clears by itself; the manager may waive it.",
    )


class NothingOpen(DomainError):
    """There is nothing to confirm or to waive."""

    slug = "nothing-open"
    kind = Kind.CONFLICT
    title = Text(zh="此项已清", en="The item is clear")
    detail = Text(zh="“{item}”已清，无需处理。", en="“{item}” is clear: nothing to do.")


class ReadingBelowOpening(DomainError):
    """A meter counts up. Source: handbook B-13."""

    slug = "reading-below-opening"
    kind = Kind.INVALID
    title = Text(zh="读数小于上次读数", en="Reading below the earlier one")
    detail = Text(
        zh="{meter}读数不得小于上次读数 {opening}。",
        en="{meter}: the reading can't be below the earlier one, {opening}.",
    )
