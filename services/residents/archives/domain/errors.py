"""Refusals about household files."""

from shared.kernel.errors import DomainError, Kind
from shared.kernel.text import Text


class FileDestroyed(DomainError):
    """Nothing is added to a file whose documents were destroyed. Source: handbook R-14."""

    slug = "file-destroyed"
    kind = Kind.CONFLICT
    title = Text(zh="档案已销毁", en="The file was destroyed")
    detail = Text(
        zh="档案 {number} 已于 {destroyed_on} 销毁，只保留销毁登记。",
        en="File {number} was destroyed on {destroyed_on}; only its register entry remains.",
    )


class SectionOnFile(DomainError):
    """A section with papers in it applies."""

    slug = "section-on-file"
    kind = Kind.CONFLICT
    title = Text(zh="该类资料已归档", en="The section has papers")
    detail = Text(zh="该类资料已有归档文件，不能标记为不适用。", en="There are papers in it: it applies.")


class UnderDispute(DomainError):
    """A file under dispute is kept. Source: handbook R-14."""

    slug = "file-under-dispute"
    kind = Kind.CONFLICT
    title = Text(zh="档案存在争议", en="The file is under dispute")
    detail = Text(
        zh="档案 {number} 涉及争议，争议了结前不得销毁。",
        en="File {number} is under dispute: it is kept until the dispute is settled.",
    )


class NoDispute(DomainError):
    """There is nothing to settle."""

    slug = "no-dispute"
    kind = Kind.CONFLICT
    title = Text(zh="没有争议", en="No dispute")
    detail = Text(zh="档案 {number} 没有登记争议。", en="No dispute is on record for file {number}.")
