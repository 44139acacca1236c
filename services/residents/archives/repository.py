"""Every query of the household files."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from services.residents.archives.domain.directory import Section
from services.residents.archives.models import Archive, ArchiveDocument, ArchiveEntry
from shared.kernel.errors import NotFound
from shared.runtime.http.paging import Keyset, page_of

BY_NUMBER = Keyset((Archive.community_id, Archive.number, Archive.id), descending=False)
_CONTENT = (
    selectinload(Archive.entries),
    selectinload(Archive.documents).selectinload(ArchiveDocument.attachments),
)


async def files_of_room(session: AsyncSession, room_id: str, community_id: str) -> int:
    """How many households of the room have had a file."""
    counted = select(func.count()).where(Archive.room_id == room_id, Archive.community_id == community_id)
    return await session.scalar(counted) or 0


async def load_archive(session: AsyncSession, archive_id: str, communities: Collection[str]) -> Archive:
    """The whole file, within the caller's communities; four queries whatever is in it. Raises NotFound."""
    return await _one(session, _of(archive_id, communities).options(*_CONTENT))


async def hold_whole_archive(session: AsyncSession, archive_id: str, communities: Collection[str]) -> Archive:
    """The same, held until the end of the transaction. Raises NotFound."""
    return await _one(session, _of(archive_id, communities).options(*_CONTENT).with_for_update(of=Archive))


async def hold_archive(session: AsyncSession, archive_id: str, communities: Collection[str]) -> Archive:
    """A file without its content, held until the end of the transaction. Raises NotFound."""
    return await _one(session, _of(archive_id, communities).with_for_update())


def _of(archive_id: str, communities: Collection[str]) -> Select[Archive]:
    return select(Archive).where(Archive.id == archive_id, Archive.community_id.in_(communities))


async def _one(session: AsyncSession, wanted: Select[Archive]) -> Archive:
    found = await session.scalar(wanted)
    if found is None:
        raise NotFound(what="archive")
    return found


async def document_about(
    session: AsyncSession, archive_id: str, section: Section, reference_id: str
) -> ArchiveDocument | None:
    """What another subject filed for the same thing before."""
    return await session.scalar(
        select(ArchiveDocument).where(
            ArchiveDocument.archive_id == archive_id,
            ArchiveDocument.section == section.value,
            ArchiveDocument.reference_id == reference_id,
        )
    )


async def file_of_household(session: AsyncSession, household_id: str, community_id: str) -> Archive | None:
    """A household's file, held against others who file into it at the same time."""
    return await session.scalar(
        select(Archive)
        .where(Archive.household_id == household_id, Archive.community_id == community_id)
        .with_for_update()
    )


async def add_entry(session: AsyncSession, entry: ArchiveEntry) -> bool:
    """File it; False when the same thing was filed before."""
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    insert = dialect.insert(ArchiveEntry).values(
        id=entry.id,
        archive_id=entry.archive_id,
        section=entry.section,
        kind=entry.kind,
        reference_id=entry.reference_id,
        number=entry.number,
        details=entry.details,
        recorded_at=entry.recorded_at,
    )
    filed = await session.execute(insert.on_conflict_do_nothing().returning(ArchiveEntry.id))
    return filed.first() is not None


@dataclass(frozen=True, slots=True)
class ArchiveFilter:
    """What a list may be narrowed by; `retained_before`: what may be destroyed on that day (R-14)."""

    communities: Collection[str]
    household_id: str | None = None
    room_code: str | None = None
    disputed: bool = False
    retained_before: date | None = None

    def apply(self, wanted: Select[Archive]) -> Select[Archive]:
        """The narrowed query."""
        wanted = wanted.where(Archive.community_id.in_(self.communities))
        if self.household_id is not None:
            wanted = wanted.where(Archive.household_id == self.household_id)
        if self.room_code is not None:
            wanted = wanted.where(Archive.room_code == self.room_code)
        if self.disputed:
            wanted = wanted.where(Archive.disputed_since.is_not(None))
        if self.retained_before is not None:
            wanted = wanted.where(
                Archive.retain_until < self.retained_before,
                Archive.destroyed_on.is_(None),
                Archive.disputed_since.is_(None),
            )
        return wanted


async def list_archives(
    session: AsyncSession, wanted: ArchiveFilter, *, cursor: str | None, limit: int
) -> tuple[list[Archive], str | None]:
    """By number; one query: entries are read with a single file."""
    return await page_of(session, wanted.apply(select(Archive)), BY_NUMBER, cursor=cursor, limit=limit)
