"""HTTP bodies of documents and attachments."""

from datetime import date, datetime
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field

from services.residents.archives.domain.directory import SECTIONS, Section
from services.residents.archives.models import ArchiveAttachment, ArchiveDocument
from shared.kernel.text import Locale
from shared.runtime.http.fields import Code, Identifier, Line, Prose

Day = Annotated[date, Field(ge=date(1950, 1, 1), le=date(2100, 12, 31), examples=["2026-11-22"])]


class DocumentBody(BaseModel):
    """A paper to file (handbook R-10, R-11)."""

    model_config = ConfigDict(extra="forbid")

    section: Section = Field(examples=["title_papers"])
    title: Line = Field(examples=["房屋买卖合同复印件"])
    dated_on: Day = Field(description="The paper's own date")
    number: Code | None = Field(default=None, examples=["HT-2023-0456"], description="The paper's own number")
    copies: int = Field(default=1, ge=1, le=1000)
    pages: int | None = Field(default=None, ge=1, le=10_000)
    note: Prose | None = None


class SupersedeBody(BaseModel):
    """Why a document no longer counts, and what stands in its place. It stays in the file (handbook R-14)."""

    model_config = ConfigDict(extra="forbid")

    reason: Prose = Field(examples=["归错户"])
    replaced_by_id: Identifier | None = Field(default=None, description="A document of the same file")


class AttachmentView(BaseModel):
    """A file attached to a document; `sha256` is its ETag too."""

    id: str
    filename: str = Field(examples=["购房合同.pdf"])
    media_type: str = Field(examples=["application/pdf"])
    size: int = Field(description="Bytes")
    sha256: str
    uploaded_by: str | None
    uploaded_at: datetime

    @classmethod
    def of(cls, attachment: ArchiveAttachment) -> Self:
        """The view of a loaded row."""
        return cls(
            id=attachment.id,
            filename=attachment.filename,
            media_type=attachment.media_type,
            size=attachment.size,
            sha256=attachment.sha256,
            uploaded_by=attachment.uploaded_by,
            uploaded_at=attachment.uploaded_at,
        )


class DocumentView(BaseModel):
    """A document of a file."""

    id: str
    archive_id: str
    section: Section
    section_label: str
    title: str
    number: str | None
    dated_on: date
    copies: int
    pages: int | None
    note: str | None
    reference_id: str | None = Field(description="What it records, when another subject filed it")
    filed_by: str | None
    filed_at: datetime
    superseded_at: datetime | None
    superseded_by: str | None
    superseded_reason: str | None
    replaced_by_id: str | None
    attachments: list[AttachmentView]
    version: int

    @classmethod
    def of(cls, document: ArchiveDocument, locale: Locale, attachments: list[ArchiveAttachment] | None = None) -> Self:
        """The view of a loaded row; `attachments` of one that was just made and has none loaded."""
        section = Section(document.section)
        return cls(
            id=document.id,
            archive_id=document.archive_id,
            section=section,
            section_label=SECTIONS[section].pick(locale),
            title=document.title,
            number=document.number,
            dated_on=document.dated_on,
            copies=document.copies,
            pages=document.pages,
            note=document.note,
            reference_id=document.reference_id,
            filed_by=document.filed_by,
            filed_at=document.created_at,
            superseded_at=document.superseded_at,
            superseded_by=document.superseded_by,
            superseded_reason=document.superseded_reason,
            replaced_by_id=document.replaced_by_id,
            attachments=[
                AttachmentView.of(each) for each in (document.attachments if attachments is None else attachments)
            ],
            version=document.version,
        )
