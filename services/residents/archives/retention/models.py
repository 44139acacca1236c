"""Rows of the destructions, and the register that stays for ever."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Date, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.residents.models import Base
from shared.runtime.byte_order import byte_ordered
from shared.runtime.database import JsonColumn, UtcDateTime
from shared.runtime.tables import AggregateRow


class Destruction(AggregateRow, Base):
    """A list of files to destroy, and who had which part in it."""

    __tablename__ = "archive_destructions"
    __table_args__ = (Index("ix_archive_destructions_newest", "community_id", "created_at", "id"),)

    status: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(Text)
    proposed_by: Mapped[str] = mapped_column(String(36))
    appraised_by: Mapped[str | None] = mapped_column(String(36))
    decided_by: Mapped[str | None] = mapped_column(String(36))
    decision_note: Mapped[str | None] = mapped_column(Text)
    witness_id: Mapped[str | None] = mapped_column(String(36))
    carried_out_by: Mapped[str | None] = mapped_column(String(36))
    carried_out_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    documents_destroyed: Mapped[int | None] = mapped_column(Integer)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)

    files: Mapped[list["DestructionFile"]] = relationship(
        lazy="raise", order_by="DestructionFile.archive_number, DestructionFile.archive_id"
    )


class DestructionFile(Base):
    """A file on the list; `verdict` comes with the appraisal."""

    __tablename__ = "archive_destruction_files"

    destruction_id: Mapped[str] = mapped_column(ForeignKey("archive_destructions.id"), primary_key=True)
    archive_id: Mapped[str] = mapped_column(ForeignKey("archives.id"), primary_key=True, index=True)
    archive_number: Mapped[str] = mapped_column(byte_ordered(64))
    room_code: Mapped[str] = mapped_column(byte_ordered(32))
    retain_until: Mapped[date] = mapped_column(Date)
    verdict: Mapped[str | None] = mapped_column(String(16))
    note: Mapped[str | None] = mapped_column(Text)


class RegisterEntry(Base):
    """What was destroyed, when, by whom, before which witness. The database refuses to change or delete it.

    `id` is the document's or record's own: the database lets neither go without its entry here.
    """

    __tablename__ = "archive_register"
    __table_args__ = (
        CheckConstraint("witness_id <> carried_out_by", name="witness_is_another"),
        CheckConstraint("approved_by <> proposed_by", name="approver_is_another"),
        Index("ix_archive_register_newest", "community_id", "destroyed_at", "id"),
        Index("ix_archive_register_of_file", "archive_id", "destroyed_at", "id"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    community_id: Mapped[str] = mapped_column(String(36))
    destruction_id: Mapped[str] = mapped_column(ForeignKey("archive_destructions.id"))
    archive_id: Mapped[str] = mapped_column(String(36))
    archive_number: Mapped[str] = mapped_column(byte_ordered(64))
    household_id: Mapped[str] = mapped_column(String(36))
    room_code: Mapped[str] = mapped_column(byte_ordered(32))
    kind: Mapped[str] = mapped_column(String(32), comment="document, or the kind of a record")
    section: Mapped[str] = mapped_column(String(32))
    title: Mapped[str] = mapped_column(String(200))
    number: Mapped[str | None] = mapped_column(String(64))
    dated_on: Mapped[date] = mapped_column(Date)
    attachments: Mapped[list[dict[str, str | int]]] = mapped_column(JsonColumn, comment="sha256, media_type, size")
    attachment_bytes: Mapped[int] = mapped_column(BigInteger)
    proposed_by: Mapped[str] = mapped_column(String(36))
    appraised_by: Mapped[str] = mapped_column(String(36))
    approved_by: Mapped[str] = mapped_column(String(36))
    witness_id: Mapped[str] = mapped_column(String(36))
    carried_out_by: Mapped[str] = mapped_column(String(36))
    destroyed_at: Mapped[datetime] = mapped_column(UtcDateTime)
