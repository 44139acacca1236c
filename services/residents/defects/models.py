"""Rows of the defects."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.residents.models import Base
from shared.runtime.byte_order import byte_ordered
from shared.runtime.database import UtcDateTime
from shared.runtime.tables import AggregateRow


class Defect(AggregateRow, Base):
    """A fault of a room that the developer answers for. `round` counts the notices that were sent."""

    __tablename__ = "defects"
    __table_args__ = (
        UniqueConstraint("community_id", "number"),
        Index("ix_defects_newest", "community_id", "created_at", "id"),
        Index("ix_defects_by_status", "community_id", "status", "created_at", "id"),
        Index("ix_defects_by_room", "community_id", "room_code", "created_at", "id"),
        Index("ix_defects_by_contractor", "community_id", "contractor", "created_at", "id"),
    )

    number: Mapped[str] = mapped_column(String(24))
    room_id: Mapped[str] = mapped_column(ForeignKey("rooms.id"), index=True)
    room_code: Mapped[str] = mapped_column(byte_ordered(32))
    household_id: Mapped[str | None] = mapped_column(ForeignKey("households.id"), index=True)
    move_in_id: Mapped[str | None] = mapped_column(String(36), index=True, comment="the inspection that found it")
    status: Mapped[str] = mapped_column(String(16))
    kind: Mapped[str] = mapped_column(String(16))
    severity: Mapped[str] = mapped_column(String(8))
    place: Mapped[str] = mapped_column(String(100))
    description: Mapped[str] = mapped_column(Text)
    contractor: Mapped[str | None] = mapped_column(byte_ordered(100))
    raised_by: Mapped[str] = mapped_column(String(64))
    round: Mapped[int] = mapped_column(Integer)
    deadline_on: Mapped[date] = mapped_column(Date)
    finished_on: Mapped[date | None] = mapped_column(Date)
    visit_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cured_on: Mapped[date | None] = mapped_column(Date)
    confirmed_by: Mapped[str | None] = mapped_column(String(100), comment="who confirmed for the owner")
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)

    notices: Mapped[list["DefectNotice"]] = relationship(
        cascade="all, delete-orphan", lazy="raise", order_by="DefectNotice.round"
    )
    steps: Mapped[list["DefectStep"]] = relationship(
        cascade="all, delete-orphan", lazy="raise", order_by="DefectStep.at, DefectStep.id"
    )


_OPEN = Defect.cured_on.is_(None)
Index("ix_defects_open", Defect.community_id, Defect.deadline_on, Defect.id, postgresql_where=_OPEN, sqlite_where=_OPEN)


class DefectNotice(Base):
    """A rectification notice to the developer; a refused re-inspection sends another (handbook R-23)."""

    __tablename__ = "defect_notices"

    defect_id: Mapped[str] = mapped_column(ForeignKey("defects.id"), primary_key=True)
    round: Mapped[int] = mapped_column(Integer, primary_key=True)
    number: Mapped[str] = mapped_column(String(32))
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    issued_by: Mapped[str] = mapped_column(String(64))
    deadline_on: Mapped[date] = mapped_column(Date)
    reason: Mapped[str | None] = mapped_column(Text, comment="why the re-inspection was refused")


class DefectStep(Base):
    """History: what was done, by whom, when; never changed."""

    __tablename__ = "defect_steps"
    __table_args__ = (Index("ix_defect_steps_of", "defect_id", "at", "id"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    defect_id: Mapped[str] = mapped_column(ForeignKey("defects.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[str] = mapped_column(String(64))
    action: Mapped[str] = mapped_column(String(24))
    status: Mapped[str] = mapped_column(String(16))
    note: Mapped[str | None] = mapped_column(Text)


class HandOverNumber(Base):
    """The last number per community and series: `M261122` for a day's move-ins, `D261122` for its defects."""

    __tablename__ = "hand_over_numbers"

    community_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    series: Mapped[str] = mapped_column(String(16), primary_key=True)
    last: Mapped[int] = mapped_column(Integer)
