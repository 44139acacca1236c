"""Mark a document that no longer counts. It stays: only a destruction takes one away. Source: handbook R-14."""

from services.residents.archives import repository as archives
from services.residents.archives.documents import repository
from services.residents.archives.documents.domain.errors import DocumentSuperseded
from services.residents.archives.documents.schemas import SupersedeBody
from services.residents.archives.models import ArchiveDocument
from services.residents.archives.usecases.file_document import refuse_destroyed
from shared.kernel.errors import InvalidField, NotFound
from shared.kernel.text import Text
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction

_ANOTHER = Text(zh="应为本档案的另一份文件", en="Must be another document of this file")


async def supersede_document(
    tx: Transaction, caller: Caller, archive_id: str, document_id: str, body: SupersedeBody
) -> ArchiveDocument:
    """The document, marked. Raises NotFound, FileDestroyed, DocumentSuperseded, InvalidField."""
    archive = await archives.hold_archive(tx.session, archive_id, caller.communities)
    document = await repository.load_document(tx.session, archive_id, document_id, caller.communities)
    tx.guard(document)

    refuse_destroyed(archive)
    if document.superseded_at is not None:
        raise DocumentSuperseded
    if body.replaced_by_id is not None:
        await _check_replacement(tx, caller, document, body.replaced_by_id)

    document.superseded_at = tx.now
    document.superseded_by = caller.account_id
    document.superseded_reason = body.reason
    document.replaced_by_id = body.replaced_by_id
    return document


async def _check_replacement(tx: Transaction, caller: Caller, document: ArchiveDocument, other_id: str) -> None:
    try:
        other = await repository.load_document(tx.session, document.archive_id, other_id, caller.communities)
    except NotFound:
        raise InvalidField(pointer="/replaced_by_id", reason=_ANOTHER) from None
    if other.id == document.id or other.superseded_at is not None:
        raise InvalidField(pointer="/replaced_by_id", reason=_ANOTHER)
