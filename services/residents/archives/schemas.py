"""HTTP bodies of the household files."""

from collections import Counter
from datetime import date, datetime
from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from services.residents.archives.documents.schemas import DocumentView
from services.residents.archives.domain.directory import POSITION, RECORD_KINDS, SECTIONS, RecordKind, Section
from services.residents.archives.domain.occasions import (
    OCCASIONS,
    STANDINGS,
    Completeness,
    Occasion,
    Standing,
    completeness,
)
from services.residents.archives.models import Archive, ArchiveEntry
from services.residents.archives.retention.domain.terms import Importance
from shared.kernel.text import Locale
from shared.runtime.http.fields import Prose


class OccasionBody(BaseModel):
    """What happened to the household (handbook R-11)."""

    model_config = ConfigDict(extra="forbid")

    occasion: Occasion = Field(examples=["vehicle"])


class ExemptionBody(BaseModel):
    """A section that does not apply to this household, and why (handbook R-11)."""

    model_config = ConfigDict(extra="forbid")

    section: Section = Field(examples=["interim_convention"])
    reason: Prose = Field(examples=["二手房，前业主已签"])


class SectionBody(BaseModel):
    """A section that applies after all."""

    model_config = ConfigDict(extra="forbid")

    section: Section


class ArchiveSummary(BaseModel):
    """A file without its content."""

    id: str
    community_id: str
    number: str = Field(examples=["SG-3#2-5-1"], description="Community code, building and room (handbook R-10)")
    household_id: str
    room_id: str
    room_code: str
    opened_on: date
    closed_on: date | None
    entry_count: int
    document_count: int
    importance: Importance | None = Field(description="None: not classified, kept as the policy says (handbook R-14)")
    retain_until: date | None = Field(description="Of a departed household's; a present one's is kept for good")
    disputed_since: date | None
    destroyed_on: date | None
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
            document_count=archive.document_count,
            importance=Importance(archive.importance) if archive.importance else None,
            retain_until=archive.retain_until,
            disputed_since=archive.disputed_since,
            destroyed_on=archive.destroyed_on,
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
        return cls(
            id=entry.id,
            section=section,
            section_label=SECTIONS[section].pick(locale),
            kind=kind,
            title=record_title(entry, locale),
            number=entry.number,
            reference_id=entry.reference_id,
            details=entry.details,
            recorded_at=entry.recorded_at,
        )


def record_title(entry: ArchiveEntry, locale: Locale) -> str:
    """What kind of record, and its number."""
    name = RECORD_KINDS[RecordKind(entry.kind)].pick(locale)
    return f"{name} {entry.number}" if entry.number else name


class DirectoryLine(BaseModel):
    """A section of the directory, in filing order."""

    section: Section
    section_label: str
    standing: Standing
    standing_label: str = Field(examples=["缺失"])
    is_required: bool = Field(description="An occasion of the household asks for it")
    exempt_reason: str | None = Field(description="Why staff marked it as not applicable")
    documents: int = Field(description="Without superseded ones")
    entries: int


class OccasionLine(BaseModel):
    """What happened to the household."""

    occasion: Occasion
    label: str


class ArchiveView(ArchiveSummary):
    """The whole file: directory, documents and records in filing order, oldest first within a section."""

    occasions: list[OccasionLine]
    completeness_percent: int = Field(description="Of the sections that are asked for, rounded down")
    dispute_reason: str | None
    directory: list[DirectoryLine]
    documents: list[DocumentView]
    entries: list[ArchiveEntryView]

    @classmethod
    def whole(cls, archive: Archive, locale: Locale) -> Self:
        """The view of a row that was loaded with its content."""
        kinds = list(RecordKind)

        def place(entry: ArchiveEntry) -> tuple[int, datetime, int, str]:
            return POSITION[Section(entry.section)], entry.recorded_at, kinds.index(RecordKind(entry.kind)), entry.id

        papers = sorted(archive.documents, key=lambda each: (POSITION[Section(each.section)], each.dated_on, each.id))
        return cls(
            **ArchiveSummary.of(archive).model_dump(),
            occasions=[
                OccasionLine(occasion=each, label=OCCASIONS[each].pick(locale)) for each in occasions_of(archive)
            ],
            completeness_percent=completeness_of(archive).percent,
            dispute_reason=archive.dispute_reason if archive.disputed_since else None,
            directory=_directory(archive, locale),
            documents=[DocumentView.of(each, locale) for each in papers],
            entries=[ArchiveEntryView.of(entry, locale) for entry in sorted(archive.entries, key=place)],
        )


def occasions_of(archive: Archive) -> list[Occasion]:
    """In the order of the code table."""
    return [each for each in Occasion if each.value in archive.occasions]


def completeness_of(archive: Archive) -> Completeness:
    """Of a row that was loaded with its content."""
    filed = {Section(each.section) for each in archive.documents if each.superseded_at is None}
    filed |= {Section(each.section) for each in archive.entries}
    exempt = {Section(each["section"]) for each in archive.exemptions}
    return completeness(occasions_of(archive), filed, exempt)


def _directory(archive: Archive, locale: Locale) -> list[DirectoryLine]:
    state = completeness_of(archive)
    reasons = {each["section"]: each["reason"] for each in archive.exemptions}
    documents = Counter(each.section for each in archive.documents if each.superseded_at is None)
    entries = Counter(each.section for each in archive.entries)
    return [
        DirectoryLine(
            section=section,
            section_label=SECTIONS[section].pick(locale),
            standing=state.standings[section],
            standing_label=STANDINGS[state.standings[section]].pick(locale),
            is_required=section in state.required,
            exempt_reason=reasons.get(section.value),
            documents=documents[section.value],
            entries=entries[section.value],
        )
        for section in Section
    ]
