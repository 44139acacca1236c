"""What courtesy visits refuse."""

from shared.kernel.errors import DomainError, Kind
from shared.kernel.text import Text


class MonthIsPlanned(DomainError):
    """A month is drawn once: drawing again until the right ones come is no draw. Source: handbook T-24."""

    slug = "month-is-planned"
    kind = Kind.CONFLICT
    title = Text(zh="该月已有走访计划", en="The month is planned")
    detail = Text(zh="{month} 的走访计划已生成。", en="The visiting plan of {month} is drawn already.")


class NobodyLivesThere(DomainError):
    """A visit is made to somebody."""

    slug = "nobody-lives-there"
    kind = Kind.INVALID
    title = Text(zh="房间无业户", en="Nobody lives there")
    detail = Text(zh="房间 {room_code} 没有登记的业户。", en="No household is registered in {room_code}.")


class VisitedThisMonth(DomainError):
    """A household has one visit a month; a planned one is recorded on its plan. Source: handbook T-24."""

    slug = "visited-this-month"
    kind = Kind.CONFLICT
    title = Text(zh="该户本月已有走访", en="A visit this month exists")
    detail = Text(
        zh="房间 {room_code} 本月已有走访或计划，请在该条上登记。",
        en="{room_code} has a visit this month, planned or made: record it there.",
    )


class VisitOutsideItsMonth(DomainError):
    """A planned visit is made in the month of its plan. Source: handbook T-24."""

    slug = "visit-outside-its-month"
    kind = Kind.INVALID
    title = Text(zh="不在计划月份内", en="Outside the planned month")
    detail = Text(
        zh="该走访计划于 {month} 进行，走访时间须在该月内；其他月份的走访请另行登记。",
        en="The visit is planned for {month} and made in that month; record one of another month by itself.",
    )


class VisitLongAgo(DomainError):
    """What is recorded later than `RECORDED_WITHIN` would change coverage that was reported."""

    slug = "visit-long-ago"
    kind = Kind.INVALID
    title = Text(zh="时间过早", en="Too long ago")
    detail = Text(
        zh="走访须在 {days} 天内登记。",
        en="A visit is recorded within {days} days.",
    )


class VisitInTheFuture(DomainError):
    """Only what has happened is recorded."""

    slug = "visit-in-the-future"
    kind = Kind.INVALID
    title = Text(zh="时间在将来", en="In the future")
    detail = Text(zh="走访时间不能晚于现在。", en="A visit can't be later than now.")
