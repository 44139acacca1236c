"""Refusals of merging. Source: handbook T-01."""

from shared.kernel.errors import DomainError, Kind
from shared.kernel.text import Text


class MergeIntoItself(DomainError):
    """Two are needed."""

    slug = "merge-into-itself"
    kind = Kind.INVALID
    title = Text(zh="不能并入自身", en="Merged into itself")
    detail = Text(zh="工单不能并入自身，请指明另一张工单。", en="Name another ticket than this one.")


class MergeAcrossCommunities(DomainError):
    """Each community has its own books."""

    slug = "merge-across-communities"
    kind = Kind.INVALID
    title = Text(zh="不是同一小区", en="Not of one community")
    detail = Text(zh="工单 {number} 属于另一小区，不能并入。", en="{number} belongs to another community.")


class MergeIntoClosed(DomainError):
    """The matter must go on somewhere."""

    slug = "merge-into-closed"
    kind = Kind.CONFLICT
    title = Text(zh="目标工单已关闭", en="The other ticket is closed")
    detail = Text(zh="工单 {number} 已关闭，不能并入。", en="{number} is closed: nothing is merged into it.")
