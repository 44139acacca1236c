"""Every query of destructions and their register."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from services.residents.archives.models import Archive, ArchiveAttachment, ArchiveDocument, ArchiveEntry
from services.residents.archives.retention.models import Destruction, RegisterEntry
from shared.kernel.errors import NotFound
from shared.runtime.http.paging import Keyset, page_of

NEWEST_FIRST = Keyset((Destruction.created_at, Destruction.id))
REGISTER_NEWEST_FIRST = Keyset((RegisterEntry.destroyed_at, RegisterEntry.id))


async def load_destruction(session: AsyncSession, destruction_id: str, communities: Collection[str]) -> Destruction:
    """With its list; two queries. Raises NotFound."""
    found = await session.scalar(
        select(Destruction)
        .where(Destruction.id == destruction_id, Destruction.community_id.in_(communities))
        .options(selectinload(Destruction.files))
    )
    if found is None:
        raise NotFound(what="archive destruction")
    return found


async def list_destructions(
    session: AsyncSession, communities: Collection[str], status: str | None, *, cursor: str | None, limit: int
) -> tuple[list[Destruction], str | None]:
    """Newest first; two queries."""
    wanted = select(Destruction).where(Destruction.community_id.in_(communities))
    if status is not None:
        wanted = wanted.where(Destruction.status == status)
    query = wanted.options(selectinload(Destruction.files))
    return await page_of(session, query, NEWEST_FIRST, cursor=cursor, limit=limit)


@dataclass(frozen=True, slots=True)
class RegisterFilter:
    """What the register may be narrowed by."""

    communities: Collection[str]
    archive_id: str | None = None
    destruction_id: str | None = None


async def list_register(
    session: AsyncSession, wanted: RegisterFilter, *, cursor: str | None, limit: int
) -> tuple[list[RegisterEntry], str | None]:
    """Newest first; one query."""
    query = select(RegisterEntry).where(RegisterEntry.community_id.in_(wanted.communities))
    if wanted.archive_id is not None:
        query = query.where(RegisterEntry.archive_id == wanted.archive_id)
    if wanted.destruction_id is not None:
        query = query.where(RegisterEntry.destruction_id == wanted.destruction_id)
    return await page_of(session, query, REGISTER_NEWEST_FIRST, cursor=cursor, limit=limit)


async def hold_archives(session: AsyncSession, archive_ids: Collection[str], community_id: str) -> list[Archive]:
    """These files of one community, held until the end of the transaction. Raises NotFound when one is not there."""
    found = await session.scalars(
        select(Archive)
        .where(Archive.id.in_(archive_ids), Archive.community_id == community_id)
        .order_by(Archive.id)
        .with_for_update()
    )
    archives = list(found)
    if {archive.id for archive in archives} != set(archive_ids):
        raise NotFound(what="archive")
    return archives


async def documents_of(session: AsyncSession, archive_ids: Collection[str]) -> Sequence[ArchiveDocument]:
    """With their attachments; two queries."""
    found = await session.scalars(
        select(ArchiveDocument)
        .where(ArchiveDocument.archive_id.in_(archive_ids))
        .order_by(ArchiveDocument.id)
        .options(selectinload(ArchiveDocument.attachments))
    )
    return found.all()


async def entries_of(session: AsyncSession, archive_ids: Collection[str]) -> Sequence[ArchiveEntry]:
    """The records."""
    found = await session.scalars(
        select(ArchiveEntry).where(ArchiveEntry.archive_id.in_(archive_ids)).order_by(ArchiveEntry.id)
    )
    return found.all()


async def delete_content(session: AsyncSession, archive_ids: Collection[str]) -> None:
    """Documents, attachments and records; the database refuses what has no entry in the register."""
    documents = select(ArchiveDocument.id).where(ArchiveDocument.archive_id.in_(archive_ids))
    for row, of_these in (
        (ArchiveAttachment, ArchiveAttachment.document_id.in_(documents)),
        (ArchiveDocument, ArchiveDocument.archive_id.in_(archive_ids)),
        (ArchiveEntry, ArchiveEntry.archive_id.in_(archive_ids)),
    ):
        await session.execute(delete(row).where(of_these).execution_options(synchronize_session=False))
