"""What quality samples refuse."""

from shared.kernel.errors import DomainError, Kind
from shared.kernel.text import Text


class OwnContact(DomainError):
    """Nobody scores themselves. Source: handbook T-30."""

    slug = "own-contact"
    kind = Kind.FORBIDDEN
    title = Text(zh="不能给自己评分", en="Own contact")
    detail = Text(
        zh="不能给自己的接待评分，须由另一位主管评分。", en="Nobody scores their own contact: another lead must."
    )


class NotYourContact(DomainError):
    """Only the member can have seen it. Source: handbook T-30."""

    slug = "not-your-contact"
    kind = Kind.FORBIDDEN
    title = Text(zh="不是您的接待", en="Not your contact")
    detail = Text(
        zh="评分须由本人阅看，他人不能代阅。", en="The member whose contact it is has to see it: nobody can for them."
    )


class MonthNotBegun(DomainError):
    """It has no contacts to draw from."""

    slug = "month-not-begun"
    kind = Kind.CONFLICT
    title = Text(zh="当月尚未开始", en="The month has not begun")
    detail = Text(zh="{month} 尚未开始，没有可抽取的接待。", en="{month} has not begun: there is nothing to draw from.")


class NotAMonth(DomainError):
    """A month is year and month."""

    slug = "not-a-month"
    kind = Kind.INVALID
    title = Text(zh="月份格式不对", en="Not a month")
    detail = Text(zh="月份写作 2026-11。", en="Months are written 2026-11.")


class NotAWeek(DomainError):
    """A week is an ISO week."""

    slug = "not-a-week"
    kind = Kind.INVALID
    title = Text(zh="周次格式不对", en="Not a week")
    detail = Text(zh="周次写作 2026-W48（ISO 周，周一至周日）。", en="A week is an ISO week, written 2026-W48.")
