"""Rows of inspections and rectification notices."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Boolean, Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.residents.models import Base
from services.residents.renovation.models import Renovation
from shared.runtime.byte_order import byte_ordered
from shared.runtime.database import JsonColumn, UtcDateTime
from shared.runtime.tables import AggregateRow


class Inspection(Base):
    """A round on one site; never changed. `checks` is the checklist: `{"item", "in_order", "note"}`."""

    __tablename__ = "renovation_inspections"
    __table_args__ = (
        Index("ix_renovation_inspections_newest", "renovation_id", "inspected_at", "id"),
        Index("ix_renovation_inspections_rounds", "renovation_id", "round", "day"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    renovation_id: Mapped[str] = mapped_column(ForeignKey("renovations.id"))
    community_id: Mapped[str] = mapped_column(String(36))
    round: Mapped[str] = mapped_column(String(16))
    day: Mapped[date] = mapped_column(Date)
    inspected_by: Mapped[str] = mapped_column(String(64))
    inspected_at: Mapped[datetime] = mapped_column(UtcDateTime)
    checks: Mapped[list[dict[str, Any]]] = mapped_column(JsonColumn)
    note: Mapped[str | None] = mapped_column(Text)

    notice: Mapped["Notice | None"] = relationship(lazy="raise", uselist=False, back_populates="inspection")


class Notice(AggregateRow, Base):
    """A rectification notice (整改通知): what was found, until when it is to be cured, and the rechecks."""

    __tablename__ = "rectification_notices"
    __table_args__ = (
        UniqueConstraint("community_id", "number"),
        Index("ix_rectification_notices_newest", "community_id", "created_at", "id"),
        Index("ix_rectification_notices_open", "renovation_id", "cured_at"),
    )

    number: Mapped[str] = mapped_column(byte_ordered(32))
    renovation_id: Mapped[str] = mapped_column(ForeignKey("renovations.id"))
    inspection_id: Mapped[str] = mapped_column(ForeignKey("renovation_inspections.id"), unique=True)
    room_code: Mapped[str] = mapped_column(byte_ordered(32))
    findings: Mapped[list[dict[str, Any]]] = mapped_column(JsonColumn)
    rectify_by: Mapped[date] = mapped_column(Date)
    issued_by: Mapped[str] = mapped_column(String(64))
    last_rechecked_on: Mapped[date | None] = mapped_column(Date)
    cured_by: Mapped[str | None] = mapped_column(String(64))
    cured_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)

    inspection: Mapped[Inspection] = relationship(lazy="raise", back_populates="notice")
    renovation: Mapped[Renovation] = relationship(lazy="raise", viewonly=True)
    rechecks: Mapped[list["Recheck"]] = relationship(
        cascade="all, delete-orphan", lazy="raise", order_by="Recheck.at, Recheck.id"
    )


class Recheck(Base):
    """A look at what was to be cured; never changed."""

    __tablename__ = "rectification_rechecks"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    notice_id: Mapped[str] = mapped_column(ForeignKey("rectification_notices.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(String(64))
    is_cured: Mapped[bool] = mapped_column(Boolean)
    note: Mapped[str | None] = mapped_column(Text)
