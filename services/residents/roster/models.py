"""Rows of the imports. What was read from a file lies sealed, in leaves of rows of one kind.

Source: handbook R-04, R-08.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, ForeignKey, Index, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from services.residents.models import Base
from services.residents.roster.domain.lifecycle import Status
from shared.runtime.database import JsonColumn, UtcDateTime
from shared.runtime.tables import AggregateRow


class RosterImport(AggregateRow, Base):
    """One file and what became of it. `lease_…`: which process works on it; `rows_done` moves while it does."""

    __tablename__ = "roster_imports"
    __table_args__ = (
        Index("ix_roster_imports_newest", "community_id", "created_at", "id"),
        Index("ix_roster_imports_at_work", "status", "created_at"),
    )

    file_name: Mapped[str] = mapped_column(String(200))
    file_bytes: Mapped[int] = mapped_column(Integer)
    file_sha256: Mapped[str] = mapped_column(String(64))
    sheet: Mapped[str | None] = mapped_column(String(40))
    status: Mapped[str] = mapped_column(String(16))
    failure: Mapped[str | None] = mapped_column(String(32))
    failure_params: Mapped[dict[str, Any]] = mapped_column(JsonColumn, default=dict)
    rows_total: Mapped[int] = mapped_column(Integer, default=0)
    rows_done: Mapped[int] = mapped_column(Integer, default=0)
    rows_error: Mapped[int] = mapped_column(Integer, default=0)
    rows_conflict: Mapped[int] = mapped_column(Integer, default=0)
    rows_new: Mapped[int] = mapped_column(Integer, default=0)
    rows_changed: Mapped[int] = mapped_column(Integer, default=0)
    rows_same: Mapped[int] = mapped_column(Integer, default=0)
    rows_left_out: Mapped[int] = mapped_column(Integer, default=0, comment="changed by others after the dry run")
    rows_kept: Mapped[int] = mapped_column(Integer, default=0, comment="touched by others before the undo")
    is_forgotten: Mapped[bool] = mapped_column(Boolean, default=False, comment="its rows were deleted with time")
    uploaded_by: Mapped[str] = mapped_column(String(64))
    applied_by: Mapped[str | None] = mapped_column(String(64))
    undone_by: Mapped[str | None] = mapped_column(String(64))
    checked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    applied_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    lease_owner: Mapped[str | None] = mapped_column(String(36))
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def state(self) -> Status:
        """The status as the table of moves has it."""
        return Status(self.status)


class RosterPiece(Base):
    """A megabyte of the uploaded file, sealed, where any replica reads it; deleted after the dry run."""

    __tablename__ = "roster_pieces"

    import_id: Mapped[str] = mapped_column(ForeignKey("roster_imports.id"), primary_key=True)
    position: Mapped[int] = mapped_column(Integer, primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class RosterLeaf(Base):
    """Some hundred rows of one kind, in the sheet's order: a page of a list is in two of them at most.

    `remarks`: row → fault, of rows left out by the apply or kept by the undo. `trace`: what the apply wrote, for the
    undo: ids and versions, no names.
    """

    __tablename__ = "roster_leaves"
    __table_args__ = (Index("ix_roster_leaves_in_order", "import_id", "kind", "last_row"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    import_id: Mapped[str] = mapped_column(ForeignKey("roster_imports.id"))
    kind: Mapped[str] = mapped_column(String(16))
    first_row: Mapped[int] = mapped_column(Integer)
    last_row: Mapped[int] = mapped_column(Integer)
    size: Mapped[int] = mapped_column(Integer)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    trace: Mapped[bytes | None] = mapped_column(LargeBinary)
    remarks: Mapped[dict[str, str]] = mapped_column(JsonColumn, default=dict)
    applied_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
