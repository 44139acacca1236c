"""What patrols refuse. Source: handbook T-25."""

from shared.kernel.errors import DomainError, Kind
from shared.kernel.text import Text


class ItemUnknown(DomainError):
    """A result is about an item of the area."""

    slug = "patrol-item-unknown"
    kind = Kind.INVALID
    title = Text(zh="没有此检查项", en="No such item")
    detail = Text(zh="该区域没有检查项“{item}”；有：{known}。", en="The area has no item “{item}”; it has: {known}.")


class ItemTwice(DomainError):
    """An item is named once."""

    slug = "patrol-item-twice"
    kind = Kind.INVALID
    title = Text(zh="检查项重复", en="Item named twice")
    detail = Text(zh="检查项“{item}”出现了两次。", en="The item “{item}” is named twice.")


class ItemUnseen(DomainError):
    """A walk looks at every item of the area."""

    slug = "patrol-item-unseen"
    kind = Kind.INVALID
    title = Text(zh="有检查项未检查", en="Items not looked at")
    detail = Text(zh="以下检查项没有结果：{items}。", en="These items have no result: {items}.")


class TooManyPoints(DomainError):
    """An item earns its points at most."""

    slug = "patrol-points"
    kind = Kind.INVALID
    title = Text(zh="得分超过满分", en="More points than possible")
    detail = Text(zh="检查项“{item}”满分 {points} 分。", en="The item “{item}” earns {points} points at most.")


class AreaClosed(DomainError):
    """The area is not patrolled at present."""

    slug = "patrol-area-closed"
    kind = Kind.CONFLICT
    title = Text(zh="该区域已停止巡查", en="The area is not patrolled")
    detail = Text(zh="区域 {code} 目前不在巡查范围内。", en="The area {code} is not patrolled at present.")


class AreaCodeTaken(DomainError):
    """One area per kind and code in a community."""

    slug = "patrol-area-code-taken"
    kind = Kind.CONFLICT
    title = Text(zh="区域编号已存在", en="The code is taken")
    detail = Text(
        zh="小区内已有编号为 {code} 的同类区域。", en="The community has an area {code} of this kind already."
    )


class SiteFollowsRenovation(DomainError):
    """A renovation site is patrolled from its permit to its completion, not at will."""

    slug = "patrol-site-follows-renovation"
    kind = Kind.CONFLICT
    title = Text(zh="由装修进度决定", en="The renovation decides")
    detail = Text(
        zh="装修工地的巡查随施工许可开始，随停工或竣工结束。",
        en="A renovation site is patrolled from its permit on, until it is suspended or completed.",
    )


class DeadlineOutOfRange(DomainError):
    """A finding is put right in the days to come."""

    slug = "patrol-deadline"
    kind = Kind.INVALID
    title = Text(zh="整改期限无效", en="Not a possible deadline")
    detail = Text(zh="整改期限须在现在之后、{days} 天以内。", en="The deadline must lie within the next {days} days.")


class FindingNeeded(DomainError):
    """Whatever falls short of its standard has a finding. Source: handbook T-25."""

    slug = "patrol-finding-needed"
    kind = Kind.INVALID
    title = Text(zh="须填写问题", en="A finding is needed")
    detail = Text(
        zh="{item} 得 {points} 分，满分 {possible} 分，须填写问题和整改期限。",
        en="{item} earned {points} of {possible} points: what fell short needs a finding with its deadline.",
    )


class AreaTwice(DomainError):
    """A round goes through each of its areas once."""

    slug = "patrol-area-twice"
    kind = Kind.INVALID
    title = Text(zh="区域重复", en="The area stands there twice")
    detail = Text(zh="同一路线中每个区域只能出现一次。", en="A route has each area once.")


class DeadlineNeeded(DomainError):
    """Not put right: it gets another deadline."""

    slug = "patrol-deadline-needed"
    kind = Kind.INVALID
    title = Text(zh="须给出新的期限", en="A new deadline is needed")
    detail = Text(zh="复查不合格须给出新的整改期限。", en="What was not put right needs a new deadline.")


class OwnRepair(DomainError):
    """Nobody rechecks what they put right."""

    slug = "own-repair"
    kind = Kind.FORBIDDEN
    title = Text(zh="不能复查自己整改的问题", en="Own repair")
    detail = Text(zh="整改人不能复查，须由他人复查。", en="Who put it right does not recheck it: another person must.")


class TicketExists(DomainError):
    """A finding leads to one ticket at most."""

    slug = "patrol-ticket-exists"
    kind = Kind.CONFLICT
    title = Text(zh="已开工单", en="It has a ticket")
    detail = Text(zh="该问题已开工单 {number}。", en="The finding has the ticket {number} already.")
