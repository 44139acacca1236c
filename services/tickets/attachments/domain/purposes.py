"""What a file of a ticket shows. Source: handbook T-05, T-09."""

from collections.abc import Mapping
from enum import StrEnum

from shared.kernel.errors import DomainError, Kind
from shared.kernel.text import Text

MOST_ATTACHMENTS = 50


class Purpose(StrEnum):
    """The damage, the finished work, the resident's signature, or a paper."""

    DAMAGE = "damage"
    WORK = "work"
    SIGNATURE = "signature"
    PAPER = "paper"


PURPOSES: Mapping[Purpose, Text] = {
    Purpose.DAMAGE: Text(zh="损坏情况", en="Damage"),
    Purpose.WORK: Text(zh="完工情况", en="Finished work"),
    Purpose.SIGNATURE: Text(zh="业户签字", en="Signature"),
    Purpose.PAPER: Text(zh="文件资料", en="Paper"),
}


class TooManyAttachments(DomainError):
    """A ticket is no archive."""

    slug = "too-many-attachments"
    kind = Kind.CONFLICT
    title = Text(zh="附件过多", en="Too many attachments")
    detail = Text(zh="一张工单最多 {most} 个附件。", en="A ticket has at most {most} attachments.")
