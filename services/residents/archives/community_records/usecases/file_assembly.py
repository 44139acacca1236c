"""File the published result of an owners' assembly with its minutes. Source: handbook T-29."""

from zoneinfo import ZoneInfo

from services.residents.archives.community_records import repository
from services.residents.archives.community_records.domain import CommunityRecordKind
from services.residents.premises.models import Community
from shared.contracts.envelope import CloudEvent
from shared.contracts.tickets import AssemblyResultPublished
from shared.kernel.errors import NotFound
from shared.kernel.ids import stable_id
from shared.runtime.unit_of_work import Transaction

_IN_DETAILS = {"owners", "owners_voted", "area", "area_voted", "has_quorum", "matters"}


async def file_assembly(tx: Transaction, envelope: CloudEvent, result: AssemblyResultPublished) -> None:
    """Once, for the whole community: no household's file, which is destroyed some years after it left."""
    community = await tx.session.get(Community, envelope.community)
    if community is None:
        raise NotFound(what="community")
    await repository.file_once(
        tx.session,
        id=stable_id("community-record", CommunityRecordKind.ASSEMBLY_RESULT, result.assembly_id),
        community_id=community.id,
        kind=CommunityRecordKind.ASSEMBLY_RESULT.value,
        reference_id=result.assembly_id,
        title=result.title,
        recorded_at=result.published_at,
        dated_on=result.published_at.astimezone(ZoneInfo(community.time_zone)).date(),
        details=result.model_dump(mode="json", include=_IN_DETAILS),
        text=result.minutes,
        signed_by=result.chaired_by,
        filed_at=tx.now,
    )
