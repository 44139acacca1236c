"""Rows of the move-ins."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.residents.models import Base
from shared.runtime.byte_order import byte_ordered
from shared.runtime.database import JsonColumn, UtcDateTime
from shared.runtime.tables import AggregateRow


class MoveIn(AggregateRow, Base):
    """The hand-over of one room, from the developer's notice on. `changed_at` moves with every step."""

    __tablename__ = "move_ins"
    __table_args__ = (
        UniqueConstraint("community_id", "number"),
        Index("ix_move_ins_newest", "community_id", "created_at", "id"),
        Index("ix_move_ins_by_status", "community_id", "status", "created_at", "id"),
        Index("ix_move_ins_by_room", "community_id", "room_code", "created_at", "id"),
    )

    number: Mapped[str] = mapped_column(String(24))
    room_id: Mapped[str] = mapped_column(ForeignKey("rooms.id"), index=True)
    room_code: Mapped[str] = mapped_column(byte_ordered(32))
    room_kind: Mapped[str] = mapped_column(String(16), comment="as it was when the developer gave notice")
    status: Mapped[str] = mapped_column(String(16))
    owner_name: Mapped[str] = mapped_column(String(100))
    owner_phone: Mapped[str | None] = mapped_column(String(20), comment="E.164")
    notice_number: Mapped[str] = mapped_column(String(64))
    notice_on: Mapped[date] = mapped_column(Date)
    appointment_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    pack_prepared_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    pack_prepared_by: Mapped[str | None] = mapped_column(String(64))
    household_id: Mapped[str | None] = mapped_column(ForeignKey("households.id"), index=True)
    custody: Mapped[str | None] = mapped_column(String(16))
    handed_over_on: Mapped[date | None] = mapped_column(Date)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="completed or cancelled")
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)

    steps: Mapped[list["MoveInStepRow"]] = relationship(
        cascade="all, delete-orphan", lazy="raise", order_by="MoveInStepRow.at, MoveInStepRow.id"
    )


_OPEN = MoveIn.ended_at.is_(None)
Index("uq_move_ins_open", MoveIn.room_id, unique=True, postgresql_where=_OPEN, sqlite_where=_OPEN)


class MoveInStepRow(Base):
    """History: what was done, by whom, when, and the form that was filled in; never changed."""

    __tablename__ = "move_in_steps"
    __table_args__ = (Index("ix_move_in_steps_of", "move_in_id", "at", "id"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    move_in_id: Mapped[str] = mapped_column(ForeignKey("move_ins.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[str] = mapped_column(String(64))
    step: Mapped[str] = mapped_column(String(24))
    status: Mapped[str] = mapped_column(String(16))
    form: Mapped[dict[str, Any]] = mapped_column(JsonColumn)
    note: Mapped[str | None] = mapped_column(Text)
