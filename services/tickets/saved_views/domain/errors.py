"""Refusals about saved views."""

from shared.kernel.errors import DomainError, Kind
from shared.kernel.text import Text


class ViewNameTaken(DomainError):
    """One name, one view of an account."""

    slug = "view-name-taken"
    kind = Kind.CONFLICT
    title = Text(zh="视图名称已存在", en="The name is taken")
    detail = Text(zh="您已有名为“{name}”的视图。", en="You have a view of this name: {name}.")


class TooManyViews(DomainError):
    """A list to choose from stays short."""

    slug = "too-many-views"
    kind = Kind.CONFLICT
    title = Text(zh="视图过多", en="Too many views")
    detail = Text(zh="每个账户最多 {most} 个视图，请先删除。", en="An account has {most} views at most.")


class NotYourView(DomainError):
    """Whoever it is shared with reads it."""

    slug = "not-your-view"
    kind = Kind.FORBIDDEN
    title = Text(zh="不是您的视图", en="Not your view")
    detail = Text(zh="只有创建者可以修改或删除共享视图。", en="A shared view is changed and deleted by who made it.")


class NotYourRole(DomainError):
    """A lead shares with any role, others with their own."""

    slug = "not-your-role"
    kind = Kind.INVALID
    title = Text(zh="不能共享给该角色", en="Not your role")
    detail = Text(zh="只能共享给自己的角色；主管可共享给任何角色。", en="Share with your own role, or ask a lead.")
