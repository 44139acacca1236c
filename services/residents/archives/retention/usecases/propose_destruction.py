"""List files to destroy. Source: handbook R-14."""

from datetime import date

from services.residents.archives.domain.errors import UnderDispute
from services.residents.archives.loans import repository as loans
from services.residents.archives.loans.domain.errors import FileOut
from services.residents.archives.models import Archive
from services.residents.archives.retention import repository
from services.residents.archives.retention.domain.errors import HouseholdPresent, StillRetained
from services.residents.archives.retention.domain.lifecycle import Status
from services.residents.archives.retention.models import Destruction, DestructionFile
from services.residents.archives.retention.schemas import ProposalBody
from services.residents.archives.usecases.file_document import refuse_destroyed
from services.residents.premises import repository as premises
from shared.kernel.ids import new_id
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def propose_destruction(tx: Transaction, caller: Caller, body: ProposalBody) -> Destruction:
    """The list. Raises NotFound and `refuse_to_destroy`'s."""
    community = await premises.load_community(tx.session, caller.community(body.community_id), caller.communities)
    archives = await repository.hold_archives(tx.session, set(body.archive_ids), community.id)

    await refuse_to_destroy(tx, archives, today=tx.now.astimezone(community.zone).date())

    destruction = Destruction(
        id=new_id(),
        community_id=community.id,
        created_at=tx.now,
        version=1,
        event_sequence=0,
        status=Status.PROPOSED.value,
        reason=body.reason,
        proposed_by=caller.account_id,
        changed_at=tx.now,
        files=[_listed(archive) for archive in sorted(archives, key=lambda each: (each.number, each.id))],
    )
    tx.session.add(destruction)
    return destruction


def _listed(archive: Archive) -> DestructionFile:
    return DestructionFile(
        archive_id=archive.id,
        archive_number=archive.number,
        room_code=archive.room_code,
        retain_until=archive.retain_until,
    )


async def refuse_to_destroy(tx: Transaction, archives: list[Archive], *, today: date) -> None:
    """Raises FileDestroyed, UnderDispute, HouseholdPresent, StillRetained, FileOut. Held files stay as they were."""
    for archive in archives:
        refuse_destroyed(archive)
        if archive.disputed_since is not None:
            raise UnderDispute(number=archive.number)
        if archive.retain_until is None:
            raise HouseholdPresent(number=archive.number)
        if archive.retain_until >= today:
            raise StillRetained(number=archive.number, until=archive.retain_until.isoformat())
    out = await loans.loan_out(tx.session, [archive.id for archive in archives])
    if out is not None:
        raise FileOut(number=out.archive_number)
