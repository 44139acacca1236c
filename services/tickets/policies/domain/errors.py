"""Refusals of policies."""

from shared.kernel.errors import DomainError, Kind
from shared.kernel.text import Text


class LimitNamedTwice(DomainError):
    """One limit per category, severity and clock."""

    slug = "limit-named-twice"
    kind = Kind.INVALID
    title = Text(zh="时限重复", en="Limit named twice")
    detail = Text(
        zh="同一类别、级别和时钟只能有一个时限。",
        en="A category, severity and clock have one limit.",
    )
