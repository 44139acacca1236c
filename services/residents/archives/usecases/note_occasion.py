"""What happened to a household asks for papers of its own. Source: handbook R-11."""

from services.residents.archives import repository
from services.residents.archives.domain.occasions import Occasion
from services.residents.archives.models import Archive
from shared.kernel.errors import NotFound
from shared.runtime.unit_of_work import Transaction


async def note_occasion(tx: Transaction, *, household_id: str, community_id: str, occasion: Occasion) -> None:
    """For other subjects: a tenant moved in, a renovation was approved … Raises NotFound without a file."""
    archive = await repository.file_of_household(tx.session, household_id, community_id)
    if archive is None:
        raise NotFound(what="archive")
    add_occasion(archive, occasion)


def add_occasion(archive: Archive, occasion: Occasion) -> None:
    """Once."""
    if occasion.value not in archive.occasions:
        archive.occasions = [*archive.occasions, occasion.value]
