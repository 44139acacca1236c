"""File a document into a household's file: staff's own, and those that move-in and renovation bring forth.

Source: handbook R-10, R-11.
"""

from dataclasses import dataclass
from datetime import date

from services.residents.archives import repository
from services.residents.archives.domain.directory import Section
from services.residents.archives.domain.errors import FileDestroyed
from services.residents.archives.models import Archive, ArchiveDocument
from shared.kernel.errors import NotFound
from shared.kernel.ids import new_id
from shared.runtime.unit_of_work import Transaction


@dataclass(frozen=True, slots=True)
class Paper:
    """A document as it is filed. With a `reference_id` (a move-in step, a renovation) it is filed once per section."""

    section: Section
    title: str
    dated_on: date
    number: str | None = None
    copies: int = 1
    pages: int | None = None
    note: str | None = None
    reference_id: str | None = None


async def file_document(
    tx: Transaction, *, household_id: str, community_id: str, paper: Paper, filed_by: str | None
) -> ArchiveDocument:
    """The document, or the one that was filed for the same thing before.

    For other subjects; `filed_by` is an account id. Raises NotFound without a file, FileDestroyed.
    """
    archive = await repository.file_of_household(tx.session, household_id, community_id)
    if archive is None:
        raise NotFound(what="archive")
    return await file_into(tx, archive, paper, filed_by=filed_by)


async def file_into(tx: Transaction, archive: Archive, paper: Paper, *, filed_by: str | None) -> ArchiveDocument:
    """Into a file that this transaction holds. Raises FileDestroyed."""
    refuse_destroyed(archive)
    if paper.reference_id is not None:
        filed = await repository.document_about(tx.session, archive.id, paper.section, paper.reference_id)
        if filed is not None:
            return filed

    document = ArchiveDocument(
        id=new_id(),
        community_id=archive.community_id,
        created_at=tx.now,
        version=1,
        event_sequence=0,
        archive_id=archive.id,
        section=paper.section.value,
        title=paper.title,
        number=paper.number,
        dated_on=paper.dated_on,
        copies=paper.copies,
        pages=paper.pages,
        note=paper.note,
        reference_id=paper.reference_id,
        filed_by=filed_by,
    )

    tx.session.add(document)
    archive.document_count += 1
    return document


def refuse_destroyed(archive: Archive) -> None:
    """Raises FileDestroyed."""
    if archive.destroyed_on is not None:
        raise FileDestroyed(number=archive.number, destroyed_on=archive.destroyed_on.isoformat())
