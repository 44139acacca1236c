"""What the committee's register refuses. Source: handbook T-26."""

from shared.kernel.errors import DomainError, Kind
from shared.kernel.text import Text


class ChairTaken(DomainError):
    """One chair at a time."""

    slug = "committee-chair-taken"
    kind = Kind.CONFLICT
    title = Text(zh="已有主任", en="There is a chair")
    detail = Text(
        zh="业委会已有在任主任，须先登记其离任。", en="The committee has a chair: record the end of that term first."
    )


class MemberLeft(DomainError):
    """The term has ended already."""

    slug = "committee-member-left"
    kind = Kind.CONFLICT
    title = Text(zh="该委员已离任", en="The member has left")
    detail = Text(zh="{name} 已离任。", en="The term of {name} has ended.")


class DayOutOfRange(DomainError):
    """A contact lies in the past months, a term ends after it began."""

    slug = "committee-day"
    kind = Kind.INVALID
    title = Text(zh="日期无效", en="Not a possible day")
    detail = Text(zh="日期须在 {first} 至 {last} 之间。", en="The day must lie between {first} and {last}.")


class OnlyQuestionsAreWithdrawn(DomainError):
    """What has to be reported is reported."""

    slug = "committee-report-stays"
    kind = Kind.CONFLICT
    title = Text(zh="须报告事项不能撤回", en="A report is not withdrawn")
    detail = Text(zh="只有业委会的提问可以撤回。", en="Only a question of the committee's may be withdrawn.")
