"""Staff record what happened to a household: its file then asks for the papers. Source: handbook R-11."""

from services.residents.archives import repository
from services.residents.archives.domain.occasions import Occasion
from services.residents.archives.models import Archive
from services.residents.archives.usecases.file_document import refuse_destroyed
from services.residents.archives.usecases.note_occasion import add_occasion
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def record_occasion(tx: Transaction, caller: Caller, archive_id: str, occasion: Occasion) -> Archive:
    """The file. Raises NotFound, Stale, FileDestroyed."""
    archive = await repository.hold_whole_archive(tx.session, archive_id, caller.communities)
    tx.guard(archive)
    refuse_destroyed(archive)
    add_occasion(archive, occasion)
    return archive
