"""Refusals about inventory checks."""

from shared.kernel.errors import DomainError, Kind
from shared.kernel.text import Text


class CheckIncomplete(DomainError):
    """A check is finished when each of its files was looked at."""

    slug = "check-incomplete"
    kind = Kind.CONFLICT
    title = Text(zh="清点未完成", en="The check is incomplete")
    detail = Text(zh="还有 {left} 份档案未清点。", en="{left} file(s) were not looked at yet.")


class NotInCheck(DomainError):
    """A finding is about a file of the round."""

    slug = "not-in-check"
    kind = Kind.INVALID
    title = Text(zh="不在清点范围", en="Not in this check")
    detail = Text(zh="该档案不在本次清点范围内。", en="This file is not among those of the check.")


class NoFiles(DomainError):
    """There is nothing to check."""

    slug = "no-files-to-check"
    kind = Kind.INVALID
    title = Text(zh="没有档案", en="No files")
    detail = Text(zh="该范围内没有档案。", en="There are no files in this scope.")
