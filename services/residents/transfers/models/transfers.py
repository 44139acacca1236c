"""Rows of the changes of holder."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.residents.models import Base, IdNumberColumns
from services.residents.transfers.domain.lifecycle import Status
from shared.runtime.byte_order import byte_ordered
from shared.runtime.database import JsonColumn, UtcDateTime
from shared.runtime.tables import AggregateRow


class Transfer(AggregateRow, Base):
    """A change of holder. `checklist` is null while it is open: facts are live until then."""

    __tablename__ = "transfers"
    __table_args__ = (
        UniqueConstraint("community_id", "number"),
        Index("ix_transfers_newest", "community_id", "created_at", "id"),
        Index("ix_transfers_by_status", "community_id", "status", "created_at", "id"),
        Index("ix_transfers_by_room", "community_id", "room_code", "created_at", "id"),
        Index("ix_transfers_by_household", "household_id", "created_at", "id"),
    )

    number: Mapped[str] = mapped_column(String(16))
    household_id: Mapped[str] = mapped_column(ForeignKey("households.id"))
    room_id: Mapped[str] = mapped_column(ForeignKey("rooms.id"))
    room_code: Mapped[str] = mapped_column(byte_ordered(32))
    status: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(String(24))
    remark: Mapped[str | None] = mapped_column(Text)
    planned_on: Mapped[date] = mapped_column(Date)
    vacant_as: Mapped[str] = mapped_column(String(16), comment="the room's use when nobody follows")
    opened_by: Mapped[str] = mapped_column(String(64))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    transferred_on: Mapped[date | None] = mapped_column(Date)
    new_household_id: Mapped[str | None] = mapped_column(ForeignKey("households.id"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    checklist: Mapped[list[dict[str, Any]] | None] = mapped_column(JsonColumn, comment="as it stood at the end")

    members: Mapped[list["TransferMember"]] = relationship(
        cascade="all, delete-orphan", lazy="raise", order_by="TransferMember.position"
    )
    papers: Mapped[list["TransferPaper"]] = relationship(
        cascade="all, delete-orphan", lazy="raise", order_by="TransferPaper.seen_at, TransferPaper.id"
    )
    readings: Mapped[list["TransferReading"]] = relationship(
        cascade="all, delete-orphan", lazy="raise", order_by="TransferReading.meter"
    )
    marks: Mapped[list["TransferMark"]] = relationship(
        cascade="all, delete-orphan", lazy="raise", order_by="TransferMark.item"
    )
    steps: Mapped[list["TransferStep"]] = relationship(
        cascade="all, delete-orphan", lazy="raise", order_by="TransferStep.at, TransferStep.id"
    )


_OPEN = Transfer.status == Status.OPENED.value
Index("uq_transfers_open", Transfer.household_id, unique=True, postgresql_where=_OPEN, sqlite_where=_OPEN)


class TransferMember(IdNumberColumns, Base):
    """Who is to be registered; deleted at the end, when the register has them. `details` is what was asked for."""

    __tablename__ = "transfer_members"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    transfer_id: Mapped[str] = mapped_column(ForeignKey("transfers.id"), index=True)
    position: Mapped[int] = mapped_column(Integer)
    details: Mapped[dict[str, Any]] = mapped_column(JsonColumn)


class TransferPaper(Base):
    """A paper that was presented; its copy is filed with the household's documents."""

    __tablename__ = "transfer_papers"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    transfer_id: Mapped[str] = mapped_column(ForeignKey("transfers.id"), index=True)
    kind: Mapped[str] = mapped_column(String(24))
    description: Mapped[str | None] = mapped_column(String(200))
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_by: Mapped[str] = mapped_column(String(64))


class TransferReading(Base):
    """The last reading of a meter; null where the room has none of the kind. In thousandths, exact everywhere."""

    __tablename__ = "transfer_readings"

    transfer_id: Mapped[str] = mapped_column(ForeignKey("transfers.id"), primary_key=True)
    meter: Mapped[str] = mapped_column(String(8), primary_key=True)
    reading: Mapped[int | None] = mapped_column(BigInteger)
    opening: Mapped[int | None] = mapped_column(BigInteger, comment="the earlier reading, where one was known")
    read_at: Mapped[datetime] = mapped_column(UtcDateTime)
    read_by: Mapped[str] = mapped_column(String(64))


class TransferMark(Base):
    """An item confirmed by hand or waived: by whom, when, why, and how much was open then."""

    __tablename__ = "transfer_marks"

    transfer_id: Mapped[str] = mapped_column(ForeignKey("transfers.id"), primary_key=True)
    item: Mapped[str] = mapped_column(String(16), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    size: Mapped[int | None] = mapped_column(BigInteger)
    by: Mapped[str] = mapped_column(String(64))
    by_name: Mapped[str] = mapped_column(String(100))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    note: Mapped[str] = mapped_column(Text)


class TransferStep(Base):
    """History: what was done, by whom, when; never changed."""

    __tablename__ = "transfer_steps"
    __table_args__ = (Index("ix_transfer_steps_of", "transfer_id", "at", "id"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    transfer_id: Mapped[str] = mapped_column(ForeignKey("transfers.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[str] = mapped_column(String(64))
    actor_name: Mapped[str] = mapped_column(String(100))
    action: Mapped[str] = mapped_column(String(24))
    item: Mapped[str | None] = mapped_column(String(16))
    note: Mapped[str | None] = mapped_column(Text)
