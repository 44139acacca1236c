"""Refusals about files that people hand in."""

from shared.kernel.errors import DomainError, Kind
from shared.kernel.text import Text


class AttachmentTooLarge(DomainError):
    """Nothing of it was kept."""

    slug = "attachment-too-large"
    kind = Kind.TOO_LARGE
    title = Text(zh="附件过大", en="Attachment too large")
    detail = Text(zh="附件不得超过 {limit_bytes} 字节。", en="An attachment may have at most {limit_bytes} bytes.")


class AttachmentLost(DomainError):
    """The row is there, its content is not."""

    slug = "attachment-lost"
    kind = Kind.CONFLICT
    title = Text(zh="附件内容缺失", en="The attachment's content is gone")
    detail = Text(
        zh="存储中找不到此附件的内容，请从备份恢复或重新上传。",
        en="The store has no content for this attachment: restore it from a back-up, or upload it again.",
    )


class AttachmentCorrupt(DomainError):
    """The content is not what was uploaded."""

    slug = "attachment-corrupt"
    kind = Kind.CONFLICT
    title = Text(zh="附件内容已损坏", en="The attachment is corrupt")
    detail = Text(
        zh="附件内容与上传时的校验和不符，未予下载；请从备份恢复。",
        en="Its content does not match the checksum of the upload and is not handed out: restore it from a back-up.",
    )


class FileStoreAway(DomainError):
    """The place where files are kept does not answer."""

    slug = "file-store-unavailable"
    kind = Kind.UNAVAILABLE
    title = Text(zh="文件存储暂时不可用", en="The file store is unavailable")
    detail = Text(zh="文件存储暂时没有响应，请稍后再试。", en="The file store does not answer: try again soon.")
    retry_after_s = 5
