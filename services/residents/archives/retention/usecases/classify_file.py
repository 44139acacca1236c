"""Say how important a file is: how long it is kept, who lets it be copied. Source: handbook R-12, R-14."""

from services.residents.archives import repository
from services.residents.archives.models import Archive
from services.residents.archives.retention.domain.terms import Importance
from services.residents.archives.retention.usecases.keep_for_its_years import keep_for_its_years
from services.residents.archives.usecases.file_document import refuse_destroyed
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def classify_file(tx: Transaction, caller: Caller, archive_id: str, importance: Importance | None) -> Archive:
    """The file, with its last day anew when it is closed. Raises NotFound, Stale, FileDestroyed."""
    archive = await repository.hold_archive(tx.session, archive_id, caller.communities)
    tx.guard(archive)
    refuse_destroyed(archive)
    archive.importance = importance.value if importance else None
    keep_for_its_years(archive)
    return archive
