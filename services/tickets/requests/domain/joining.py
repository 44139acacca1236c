"""What merging takes over, and its refusals. Source: handbook T-01, T-09, T-12, T-13."""

import re

from services.tickets.requests.domain.intake import Category, Severity, severities_of
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


class MergeAcrossCategories(DomainError):
    """A complaint has a reply clock, a visit and a place in the statistics that a repair has not (T-12, T-13, T-16)."""

    slug = "merge-across-categories"
    kind = Kind.INVALID
    title = Text(zh="类别不同", en="Of another category")
    detail = Text(
        zh="工单 {number} 是“{category}”，类别不同不能并入；请先更正类别，或分别办理。",
        en="{number} is of the category “{category}”: correct the category first, or work on both.",
    )


_NUMBER = re.compile(r"T\d{6}-\d{4,}")


def number_of(given: str) -> str | None:
    """The ticket number that was given, in whatever case; None where it is an id."""
    found = _NUMBER.fullmatch(given.strip().upper())
    return found.group() if found else None


def graver(category: Category, one: Severity, other: Severity) -> Severity:
    """Of two severities of a category, which name them from the lightest on (T-06, T-12)."""
    return max(one, other, key=severities_of(category).index)
