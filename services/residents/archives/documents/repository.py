"""Every query of documents, attachments and what is stored of them."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from services.residents.archives.models import ArchiveAttachment, ArchiveDocument, StoredObject
from shared.kernel.errors import NotFound


async def load_document(
    session: AsyncSession, archive_id: str, document_id: str, communities: Collection[str]
) -> ArchiveDocument:
    """A document of this file with its attachments; two queries. Raises NotFound."""
    found = await session.scalar(
        select(ArchiveDocument)
        .where(
            ArchiveDocument.id == document_id,
            ArchiveDocument.archive_id == archive_id,
            ArchiveDocument.community_id.in_(communities),
        )
        .options(selectinload(ArchiveDocument.attachments))
    )
    if found is None:
        raise NotFound(what="document")
    return found


async def load_attachment(
    session: AsyncSession, archive_id: str, document_id: str, attachment_id: str, communities: Collection[str]
) -> ArchiveAttachment:
    """An attachment of this document of this file; one query. Raises NotFound."""
    found = await session.scalar(
        select(ArchiveAttachment)
        .join(ArchiveDocument, ArchiveDocument.id == ArchiveAttachment.document_id)
        .where(
            ArchiveAttachment.id == attachment_id,
            ArchiveDocument.id == document_id,
            ArchiveDocument.archive_id == archive_id,
            ArchiveDocument.community_id.in_(communities),
        )
    )
    if found is None:
        raise NotFound(what="attachment")
    return found


async def stored_content(session: AsyncSession, community_id: str, sha256: str) -> str | None:
    """The id of the stored object with this content, if the community has it."""
    return await session.scalar(
        select(StoredObject.id).where(
            StoredObject.community_id == community_id,
            StoredObject.sha256 == sha256,
            StoredObject.released_at.is_(None),
        )
    )


async def keep_object(session: AsyncSession, stored: StoredObject) -> StoredObject | None:
    """The live object of this content, held against a destruction that would release it; the new one if none is.

    None when there is neither: it was released since the caller looked, and the caller stored nothing.
    """
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    if stored.id:
        insert = dialect.insert(StoredObject).values(
            id=stored.id,
            community_id=stored.community_id,
            sha256=stored.sha256,
            size=stored.size,
            stored_at=stored.stored_at,
        )
        await session.execute(insert.on_conflict_do_nothing())
    return await session.scalar(
        select(StoredObject)
        .where(
            StoredObject.community_id == stored.community_id,
            StoredObject.sha256 == stored.sha256,
            StoredObject.released_at.is_(None),
        )
        .with_for_update()
    )


async def release_unused(session: AsyncSession, object_ids: Collection[str], at: datetime) -> None:
    """Release those of the held objects that no attachment names any more."""
    named = select(ArchiveAttachment.object_id).where(ArchiveAttachment.object_id.in_(object_ids))
    await session.execute(
        update(StoredObject)
        .where(StoredObject.id.in_(object_ids), StoredObject.id.not_in(named))
        .values(released_at=at)
        .execution_options(synchronize_session=False)
    )


async def hold_objects(session: AsyncSession, object_ids: Collection[str]) -> None:
    """In the order of their ids, so that two transactions never wait for each other."""
    await session.execute(
        select(StoredObject.id).where(StoredObject.id.in_(object_ids)).order_by(StoredObject.id).with_for_update()
    )


async def released_objects(session: AsyncSession, *, limit: int) -> Sequence[str]:
    """Whose content is to be deleted."""
    found = await session.scalars(
        select(StoredObject.id).where(StoredObject.released_at.is_not(None)).order_by(StoredObject.id).limit(limit)
    )
    return found.all()


async def forget_objects(session: AsyncSession, object_ids: Collection[str]) -> None:
    """Their content is gone from the store."""
    await session.execute(
        delete(StoredObject).where(StoredObject.id.in_(object_ids), StoredObject.released_at.is_not(None))
    )


async def known_objects(session: AsyncSession, object_ids: Collection[str]) -> set[str]:
    """Those that have a row."""
    return set(await session.scalars(select(StoredObject.id).where(StoredObject.id.in_(object_ids))))
