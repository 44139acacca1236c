"""Staff file a paper. Source: handbook R-10, R-11."""

from services.residents.archives import repository
from services.residents.archives.documents.schemas import DocumentBody
from services.residents.archives.models import ArchiveDocument
from services.residents.archives.usecases.file_document import Paper, file_into
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def add_document(tx: Transaction, caller: Caller, archive_id: str, body: DocumentBody) -> ArchiveDocument:
    """The document. Raises NotFound, Stale, FileDestroyed."""
    archive = await repository.hold_archive(tx.session, archive_id, caller.communities)
    tx.guard(archive)
    return await file_into(tx, archive, Paper(**body.model_dump()), filed_by=caller.account_id)
