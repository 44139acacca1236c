"""Rows of the renovations."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Boolean, Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.residents.models import Base, IdNumberColumns, byte_ordered
from shared.runtime.database import UtcDateTime
from shared.runtime.tables import AggregateRow


class Renovation(AggregateRow, Base):
    """An application and what became of it. `changed_at` moves with every change, in its parts too."""

    __tablename__ = "renovations"
    __table_args__ = (
        UniqueConstraint("community_id", "number"),
        Index("ix_renovations_newest", "community_id", "created_at", "id"),
        Index("ix_renovations_by_status", "community_id", "status", "created_at", "id"),
        Index("ix_renovations_by_room", "community_id", "room_code", "created_at", "id"),
        Index("ix_renovations_by_household", "household_id", "created_at", "id"),
    )

    number: Mapped[str] = mapped_column(String(16))
    room_id: Mapped[str] = mapped_column(ForeignKey("rooms.id"), index=True)
    room_code: Mapped[str] = mapped_column(byte_ordered(32))
    household_id: Mapped[str] = mapped_column(ForeignKey("households.id"))
    status: Mapped[str] = mapped_column(String(20))
    size: Mapped[str] = mapped_column(String(8))
    scope: Mapped[str] = mapped_column(Text)
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date] = mapped_column(Date)
    contractor_name: Mapped[str] = mapped_column(String(100))
    contractor_licence_number: Mapped[str] = mapped_column(String(64))
    applied_by: Mapped[str] = mapped_column(String(64))
    submitted_by: Mapped[str | None] = mapped_column(String(64))
    plan_reviewed_by: Mapped[str | None] = mapped_column(String(64))
    approved_by: Mapped[str | None] = mapped_column(String(64))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)

    workers: Mapped[list["RenovationWorker"]] = relationship(
        cascade="all, delete-orphan", lazy="raise", order_by="RenovationWorker.order"
    )
    papers: Mapped[list["RenovationPaper"]] = relationship(
        cascade="all, delete-orphan", lazy="raise", order_by="RenovationPaper.handed_in_at, RenovationPaper.id"
    )
    dues: Mapped[list["RenovationDue"]] = relationship(
        cascade="all, delete-orphan", lazy="raise", order_by="RenovationDue.item"
    )
    charges: Mapped[list["RenovationCharge"]] = relationship(
        cascade="all, delete-orphan", lazy="raise", order_by="RenovationCharge.charge_id"
    )
    permits: Mapped[list["Permit"]] = relationship(cascade="all, delete-orphan", lazy="raise", order_by="Permit.number")
    violations: Mapped[list["Violation"]] = relationship(
        cascade="all, delete-orphan", lazy="raise", order_by="Violation.recorded_at, Violation.id"
    )
    steps: Mapped[list["RenovationStep"]] = relationship(
        cascade="all, delete-orphan", lazy="raise", order_by="RenovationStep.at, RenovationStep.id"
    )


class RenovationWorker(IdNumberColumns, Base):
    """A contractor's worker; `order` counts from 1. The name stays in this service."""

    __tablename__ = "renovation_workers"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    renovation_id: Mapped[str] = mapped_column(ForeignKey("renovations.id"), index=True)
    order: Mapped[int] = mapped_column(Integer)
    name: Mapped[str] = mapped_column(String(100))
    photos: Mapped[int] = mapped_column(Integer)


class RenovationPaper(Base):
    """A paper handed in: by its digest or its description."""

    __tablename__ = "renovation_papers"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    renovation_id: Mapped[str] = mapped_column(ForeignKey("renovations.id"), index=True)
    kind: Mapped[str] = mapped_column(String(24))
    name: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str | None] = mapped_column(String(64))
    description: Mapped[str | None] = mapped_column(String(200))
    handed_in_at: Mapped[datetime] = mapped_column(UtcDateTime)
    handed_in_by: Mapped[str] = mapped_column(String(64))


class RenovationDue(Base):
    """What has to be paid before the permit (handbook R-31)."""

    __tablename__ = "renovation_dues"

    renovation_id: Mapped[str] = mapped_column(ForeignKey("renovations.id"), primary_key=True)
    item: Mapped[str] = mapped_column(String(64), primary_key=True)
    quantity: Mapped[int] = mapped_column(Integer)


class RenovationCharge(Base):
    """A charge that billing told of, by its posting or by a payment, whichever was heard first."""

    __tablename__ = "renovation_charges"

    charge_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    renovation_id: Mapped[str] = mapped_column(ForeignKey("renovations.id"), index=True)
    item: Mapped[str] = mapped_column(String(64))
    amount_fen: Mapped[int | None] = mapped_column(BigInteger)
    outstanding_fen: Mapped[int | None] = mapped_column(BigInteger)
    is_reversed: Mapped[bool] = mapped_column(Boolean)


class Permit(Base):
    """A construction permit; `code` is what its QR carries, unguessable (handbook R-32)."""

    __tablename__ = "renovation_permits"
    __table_args__ = (
        UniqueConstraint("community_id", "number"),
        Index("ix_renovation_permits_expiry", "community_id", "valid_until"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    renovation_id: Mapped[str] = mapped_column(ForeignKey("renovations.id"), index=True)
    community_id: Mapped[str] = mapped_column(String(36))
    number: Mapped[str] = mapped_column(byte_ordered(32))
    code: Mapped[str] = mapped_column(String(64), unique=True)
    valid_from: Mapped[date] = mapped_column(Date)
    valid_until: Mapped[date] = mapped_column(Date)
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Violation(Base):
    """A breach and the measure taken (handbook R-35)."""

    __tablename__ = "renovation_violations"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    renovation_id: Mapped[str] = mapped_column(ForeignKey("renovations.id"), index=True)
    kind: Mapped[str] = mapped_column(String(32))
    measure: Mapped[str] = mapped_column(String(24))
    is_serious: Mapped[bool] = mapped_column(Boolean)
    note: Mapped[str | None] = mapped_column(Text)
    recorded_by: Mapped[str] = mapped_column(String(64))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    cured_by: Mapped[str | None] = mapped_column(String(64))
    cured_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class RenovationStep(Base):
    """History: what was done, by whom, when; never changed. `actor_id` is null where a payment did it."""

    __tablename__ = "renovation_steps"
    __table_args__ = (Index("ix_renovation_steps_of", "renovation_id", "at", "id"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    renovation_id: Mapped[str] = mapped_column(ForeignKey("renovations.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[str | None] = mapped_column(String(64))
    action: Mapped[str] = mapped_column(String(24))
    status: Mapped[str] = mapped_column(String(20))
    note: Mapped[str | None] = mapped_column(Text)


class RenovationNumber(Base):
    """The last number per community and series: `R261122` for a day's applications, `P26` for a year's permits."""

    __tablename__ = "renovation_numbers"

    community_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    series: Mapped[str] = mapped_column(String(16), primary_key=True)
    last: Mapped[int] = mapped_column(Integer)
