"""Rows of the household files."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.residents.archives.domain.occasions import Occasion
from services.residents.models import Base
from shared.runtime.byte_order import byte_ordered
from shared.runtime.database import JsonColumn, UtcDateTime
from shared.runtime.tables import AggregateRow


class Archive(AggregateRow, Base):
    """The file of one household; a closed one is under retention (handbook R-14)."""

    __tablename__ = "archives"
    __table_args__ = (
        UniqueConstraint("community_id", "number"),
        Index("ix_archives_of_room", "community_id", "room_code", "number"),
        Index("ix_archives_by_retention", "community_id", "retain_until", "number", "id"),
    )

    community_id: Mapped[str] = mapped_column(String(36))  # other indexes begin with it
    number: Mapped[str] = mapped_column(byte_ordered(64))
    household_id: Mapped[str] = mapped_column(String(36), unique=True)
    room_id: Mapped[str] = mapped_column(String(36))
    room_code: Mapped[str] = mapped_column(byte_ordered(32))
    opened_on: Mapped[date] = mapped_column(Date)
    closed_on: Mapped[date | None] = mapped_column(Date)
    entry_count: Mapped[int] = mapped_column(Integer, default=0)
    document_count: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    occasions: Mapped[list[str]] = mapped_column(
        JsonColumn, default=lambda: [Occasion.MOVE_IN.value], server_default='["move_in"]'
    )
    exemptions: Mapped[list[dict[str, str]]] = mapped_column(
        JsonColumn, default=list, server_default="[]", comment="sections not applicable: section, reason, by, at"
    )
    importance: Mapped[str | None] = mapped_column(String(16), comment="none: as the policy says")
    retain_until: Mapped[date | None] = mapped_column(Date, comment="of a closed file")
    disputed_since: Mapped[date | None] = mapped_column(Date)
    dispute_reason: Mapped[str | None] = mapped_column(Text)
    dispute_by: Mapped[str | None] = mapped_column(String(36))
    dispute_settled_on: Mapped[date | None] = mapped_column(Date)
    destroyed_on: Mapped[date | None] = mapped_column(Date)

    entries: Mapped[list["ArchiveEntry"]] = relationship(lazy="raise", viewonly=True)
    documents: Mapped[list["ArchiveDocument"]] = relationship(
        lazy="raise", viewonly=True, order_by="ArchiveDocument.created_at, ArchiveDocument.id"
    )


class ArchiveEntry(Base):
    """A record in the file. `reference_id` is the thing it records: the same thing is filed once."""

    __tablename__ = "archive_entries"
    __table_args__ = (UniqueConstraint("archive_id", "kind", "reference_id"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    archive_id: Mapped[str] = mapped_column(ForeignKey("archives.id"))
    section: Mapped[str] = mapped_column(String(32))
    kind: Mapped[str] = mapped_column(String(32))
    reference_id: Mapped[str] = mapped_column(String(64))
    number: Mapped[str | None] = mapped_column(String(64), comment="human number: ticket, receipt, permit")
    details: Mapped[dict[str, str | int]] = mapped_column(JsonColumn)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ArchiveDocument(AggregateRow, Base):
    """A paper in the file. It leaves by destruction alone (handbook R-14); a wrong one is superseded.

    `reference_id` is what it records, for a document that another subject files: filed once.
    """

    __tablename__ = "archive_documents"
    __table_args__ = (UniqueConstraint("archive_id", "section", "reference_id"),)

    archive_id: Mapped[str] = mapped_column(ForeignKey("archives.id"))
    section: Mapped[str] = mapped_column(String(32))
    title: Mapped[str] = mapped_column(String(200))
    number: Mapped[str | None] = mapped_column(String(64), comment="the paper's own")
    dated_on: Mapped[date] = mapped_column(Date)
    copies: Mapped[int] = mapped_column(Integer)
    pages: Mapped[int | None] = mapped_column(Integer)
    note: Mapped[str | None] = mapped_column(Text)
    reference_id: Mapped[str | None] = mapped_column(String(64))
    filed_by: Mapped[str | None] = mapped_column(String(36))
    superseded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    superseded_by: Mapped[str | None] = mapped_column(String(36), comment="the account")
    superseded_reason: Mapped[str | None] = mapped_column(Text)
    replaced_by_id: Mapped[str | None] = mapped_column(String(36), comment="the document in its place")

    attachments: Mapped[list["ArchiveAttachment"]] = relationship(
        lazy="raise", viewonly=True, order_by="ArchiveAttachment.uploaded_at, ArchiveAttachment.id"
    )


class StoredObject(Base):
    """A file's content in the object store, under its id; the same content of a community is stored once.

    A released one has no attachment any more: a job deletes the content, then the row.
    """

    __tablename__ = "archive_objects"
    __table_args__ = (
        Index(
            "uq_archive_objects_live",
            "community_id",
            "sha256",
            unique=True,
            postgresql_where=text("released_at IS NULL"),
            sqlite_where=text("released_at IS NULL"),
        ),
        Index(
            "ix_archive_objects_released",
            "id",
            postgresql_where=text("released_at IS NOT NULL"),
            sqlite_where=text("released_at IS NOT NULL"),
        ),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    community_id: Mapped[str] = mapped_column(String(36))
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int] = mapped_column(BigInteger)
    stored_at: Mapped[datetime] = mapped_column(UtcDateTime)
    released_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ArchiveAttachment(Base):
    """A file attached to a document; `filename` is what the user called it, never a path of ours."""

    __tablename__ = "archive_attachments"
    __table_args__ = (UniqueConstraint("document_id", "sha256"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("archive_documents.id"))
    object_id: Mapped[str] = mapped_column(ForeignKey("archive_objects.id"), index=True)
    filename: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(String(64))
    uploaded_by: Mapped[str | None] = mapped_column(String(36))
    uploaded_at: Mapped[datetime] = mapped_column(UtcDateTime)
