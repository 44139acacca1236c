"""Say that a section of the directory does not apply to the household, or does after all. Source: handbook R-11."""

from services.residents.archives import repository
from services.residents.archives.domain.directory import Section
from services.residents.archives.domain.errors import SectionOnFile
from services.residents.archives.models import Archive
from services.residents.archives.usecases.file_document import refuse_destroyed
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def exempt_section(tx: Transaction, caller: Caller, archive_id: str, section: Section, reason: str) -> Archive:
    """Not applicable, with the reason. Raises NotFound, Stale, FileDestroyed, SectionOnFile."""
    archive = await repository.hold_whole_archive(tx.session, archive_id, caller.communities)
    tx.guard(archive)

    refuse_destroyed(archive)
    filed = [each.section for each in archive.documents if each.superseded_at is None]
    if section.value in [*filed, *(each.section for each in archive.entries)]:
        raise SectionOnFile(pointer="/section")

    exemption = {
        "section": section.value,
        "reason": reason,
        "by": caller.account_id,
        "at": tx.now.isoformat(),
    }
    archive.exemptions = [*_others(archive, section), exemption]
    return archive


async def require_section(tx: Transaction, caller: Caller, archive_id: str, section: Section) -> Archive:
    """As the occasions say; nothing when it was not exempt. Raises NotFound, Stale, FileDestroyed."""
    archive = await repository.hold_whole_archive(tx.session, archive_id, caller.communities)
    tx.guard(archive)
    refuse_destroyed(archive)
    if len(others := _others(archive, section)) < len(archive.exemptions):
        archive.exemptions = others
    return archive


def _others(archive: Archive, section: Section) -> list[dict[str, str]]:
    return [each for each in archive.exemptions if each["section"] != section.value]
