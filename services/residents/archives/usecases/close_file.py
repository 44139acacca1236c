"""Close the file of a household that left: retention starts. Source: handbook R-07, R-14."""

from datetime import date

from services.residents.archives import repository
from services.residents.archives.retention.usecases.keep_for_its_years import keep_for_its_years
from shared.kernel.errors import NotFound
from shared.runtime.unit_of_work import Transaction


async def close_file(tx: Transaction, household_id: str, community_id: str, *, closed_on: date) -> None:
    """Late records are still filed into it. Raises NotFound when the household never had a file."""
    archive = await repository.file_of_household(tx.session, household_id, community_id)
    if archive is None:
        raise NotFound(what="archive")
    archive.closed_on = closed_on
    keep_for_its_years(archive)
