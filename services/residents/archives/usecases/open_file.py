"""Open the file of a household. Source: handbook R-10."""

from datetime import date

from services.residents.archives import repository
from services.residents.archives.domain.directory import file_number
from services.residents.archives.domain.occasions import Occasion
from services.residents.archives.models import Archive
from services.residents.premises.models import Community
from shared.kernel.ids import new_id
from shared.runtime.unit_of_work import Transaction


async def open_file(
    tx: Transaction, *, community: Community, room_id: str, room_code: str, household_id: str, opened_on: date
) -> Archive:
    """The new file, numbered by room."""
    before = await repository.files_of_room(tx.session, room_id, community.id)
    archive = Archive(
        id=new_id(),
        community_id=community.id,
        created_at=tx.now,
        version=1,
        event_sequence=0,
        number=file_number(community.code, room_code, before),
        household_id=household_id,
        room_id=room_id,
        room_code=room_code,
        opened_on=opened_on,
        closed_on=None,
        entry_count=0,
        document_count=0,
        occasions=[Occasion.MOVE_IN.value],
        exemptions=[],
    )
    tx.session.add(archive)
    return archive
