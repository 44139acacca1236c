"""HTTP bodies of the household files."""

from datetime import date, datetime
from typing import Self

from pydantic import BaseModel, Field

from services.residents.archives.domain.directory import POSITION, RECORD_KINDS, SECTIONS, RecordKind, Section
from services.residents.archives.models import Archive, ArchiveEntry
from shared.kernel.text import Locale


class ArchiveSummary(BaseModel):
    """A file without its entries."""

    id: str
    community_id: str
    number: str = Field(examples=["SG-3#2-5-1"], description="Community code, building and room (handbook R-10)")
    household_id: str
    room_id: str
    room_code: str
    opened_on: date
    closed_on: date | None
    entry_count: int
    version: int

    @classmethod
    def of(cls, archive: Archive) -> Self:
        """The view of a loaded row."""
        return cls(
            id=archive.id,
            community_id=archive.community_id,
            number=archive.number,
            household_id=archive.household_id,
            room_id=archive.room_id,
            room_code=archive.room_code,
            opened_on=archive.opened_on,
            closed_on=archive.closed_on,
            entry_count=archive.entry_count,
            version=archive.version,
        )


class ArchiveEntryView(BaseModel):
    """A record; `details` are codes and numbers, never free text."""

    id: str
    section: Section
    section_label: str = Field(examples=["服务与维修记录"])
    kind: RecordKind
    title: str = Field(examples=["服务记录 T261122-0007"])
    number: str | None
    reference_id: str = Field(description="The ticket, follow-up, payment or renovation that it records")
    details: dict[str, str | int]
    recorded_at: datetime

    @classmethod
    def of(cls, entry: ArchiveEntry, locale: Locale) -> Self:
        """The view of a loaded row in the reader's language."""
        section, kind = Section(entry.section), RecordKind(entry.kind)
        name = RECORD_KINDS[kind].pick(locale)
        return cls(
            id=entry.id,
            section=section,
            section_label=SECTIONS[section].pick(locale),
            kind=kind,
            title=f"{name} {entry.number}" if entry.number else name,
            number=entry.number,
            reference_id=entry.reference_id,
            details=entry.details,
            recorded_at=entry.recorded_at,
        )


class ArchiveView(ArchiveSummary):
    """A file with its entries in directory order, oldest first within a section."""

    entries: list[ArchiveEntryView]

    @classmethod
    def with_entries(cls, archive: Archive, locale: Locale) -> Self:
        """The view of a loaded row with its entries."""
        kinds = list(RecordKind)

        def place(entry: ArchiveEntry) -> tuple[int, datetime, int, str]:
            return POSITION[Section(entry.section)], entry.recorded_at, kinds.index(RecordKind(entry.kind)), entry.id

        filed = sorted(archive.entries, key=place)
        return cls(
            **ArchiveSummary.of(archive).model_dump(),
            entries=[ArchiveEntryView.of(entry, locale) for entry in filed],
        )
