"""Refusals about renovations."""

from collections.abc import Sequence

from shared.kernel.errors import DomainError, InvalidField, Kind
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


class MoneyReceived(DomainError):
    """Something was paid already: it can't just be withdrawn. Source: handbook R-31."""

    slug = "money-received"
    kind = Kind.CONFLICT
    title = Text(zh="已收款", en="Money was received")
    detail = Text(
        zh="已收到款项的装修申报不能撤回，请办理竣工验收或退款。",
        en="Part of the dues is paid: it can't be withdrawn; have it completed, or the money paid back first.",
    )


class MeasureIncomplete(InvalidField):
    """A measure without what it needs, or with what belongs to another. Source: handbook R-35."""

    slug = "measure-incomplete"
    title = Text(zh="处理措施不完整", en="Measure incomplete")


class NeverForMoney(DomainError):
    """Water and power are never cut to collect money. Source: handbook R-35."""

    slug = "never-for-money"
    kind = Kind.INVALID
    title = Text(zh="不得以停水停电催收费用", en="Never to collect money")
    detail = Text(
        zh="不得以欠费为由停水停电；仅可因安全、结构危险或主管部门决定而采取。",
        en="Water and power are never cut for fees: only for safety, structural danger or an authority's order.",
    )


class NotCured(DomainError):
    """A breach is open: works don't go on and aren't completed. Source: handbook R-35, R-36."""

    slug = "not-cured"
    kind = Kind.CONFLICT
    title = Text(zh="违规尚未整改", en="Not cured")
    detail = Text(zh="仍有 {open} 项违规或整改通知未消除。", en="{open} breach(es) or notice(s) are still open.")


class NotTheOwnReview(DomainError):
    """Who reviewed does not approve too. Source: handbook R-33, permissions.md."""

    slug = "reviewer-approves"
    kind = Kind.FORBIDDEN
    title = Text(zh="审核与批准须由不同人员", en="Reviewer and approver must differ")
    detail = Text(zh="审核人不能同时批准。", en="Who reviewed it does not approve it too: another person must.")


class RenovationOver(DomainError):
    """Nothing of it changes any more."""

    slug = "renovation-over"
    kind = Kind.CONFLICT
    title = Text(zh="装修已结束", en="The renovation is over")
    detail = Text(
        zh="装修处于“{status}”状态，不能再修改。", en="The renovation is over ({status}): nothing of it changes."
    )


class AlreadyCured(DomainError):
    """The breach or notice is closed."""

    slug = "already-cured"
    kind = Kind.CONFLICT
    title = Text(zh="已整改", en="Already cured")
    detail = Text(zh="此项已确认整改完毕。", en="It was confirmed as cured before.")
