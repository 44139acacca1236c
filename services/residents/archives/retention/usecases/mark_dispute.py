"""Put a dispute on record, or settle it. Source: handbook R-14."""

from services.residents.archives import repository
from services.residents.archives.domain.errors import NoDispute, UnderDispute
from services.residents.archives.models import Archive
from services.residents.archives.retention.usecases.keep_for_its_years import keep_for_its_years
from services.residents.archives.usecases.file_document import refuse_destroyed
from services.residents.premises import repository as premises
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def mark_dispute(tx: Transaction, caller: Caller, archive_id: str, reason: str) -> Archive:
    """From now on the file can't be destroyed. Raises NotFound, Stale, FileDestroyed, UnderDispute."""
    archive = await repository.hold_archive(tx.session, archive_id, caller.communities)
    tx.guard(archive)
    community = await premises.load_community(tx.session, archive.community_id, caller.communities)
    refuse_destroyed(archive)
    if archive.disputed_since is not None:
        raise UnderDispute(number=archive.number)
    archive.disputed_since = tx.now.astimezone(community.zone).date()
    archive.dispute_reason = reason
    archive.dispute_by = caller.account_id
    return archive


async def settle_dispute(tx: Transaction, caller: Caller, archive_id: str) -> Archive:
    """The years run anew from today. Raises NotFound, Stale, NoDispute."""
    archive = await repository.hold_archive(tx.session, archive_id, caller.communities)
    tx.guard(archive)
    community = await premises.load_community(tx.session, archive.community_id, caller.communities)
    if archive.disputed_since is None:
        raise NoDispute(number=archive.number)
    archive.disputed_since = None
    archive.dispute_settled_on = tx.now.astimezone(community.zone).date()
    keep_for_its_years(archive)
    return archive
