"""Refusals about documents."""

from shared.kernel.errors import DomainError, Kind
from shared.kernel.text import Text


class DocumentSuperseded(DomainError):
    """A superseded document stays as it is."""

    slug = "document-superseded"
    kind = Kind.CONFLICT
    title = Text(zh="文件已作废", en="The document is superseded")
    detail = Text(zh="该文件已标记作废，不能再修改。", en="It was marked as superseded: it stays as it is.")
