"""Refusals about loans."""

from shared.kernel.errors import DomainError, Kind
from shared.kernel.text import Text


class FileOut(DomainError):
    """There is one original. Source: handbook R-12."""

    slug = "file-out"
    kind = Kind.CONFLICT
    title = Text(zh="档案已借出", en="The file is out")
    detail = Text(zh="档案 {number} 尚未归还。", en="File {number} has not come back yet.")


class DueDayOutOfRange(DomainError):
    """A file comes back soon."""

    slug = "due-day-out-of-range"
    kind = Kind.INVALID
    title = Text(zh="归还日期超出范围", en="Due day out of range")
    detail = Text(zh="归还日期应在 {first} 至 {last} 之间。", en="The due day must lie between {first} and {last}.")


class DueDayMissing(DomainError):
    """What goes out must come back on a day."""

    slug = "due-day-missing"
    kind = Kind.INVALID
    title = Text(zh="缺少归还日期", en="No due day")
    detail = Text(zh="借出原件须填写归还日期。", en="An original goes out with a due day.")
