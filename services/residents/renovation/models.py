"""Rows of the renovations."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Boolean, Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from services.residents.models import Base, IdNumberColumns
from services.residents.renovation.policies.models import RenovationPolicyRow
from shared.runtime.byte_order import byte_ordered
from shared.runtime.database import JsonColumn, UtcDateTime
from shared.runtime.tables import AggregateRow

# Widened on PostgreSQL alone: SQLite keeps no lengths, and would have to build the table anew.
STATUS = String(20).with_variant(String(24), "postgresql")


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
    status: Mapped[str] = mapped_column(STATUS)
    size: Mapped[str] = mapped_column(String(8))
    scope: Mapped[str] = mapped_column(Text)
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date] = mapped_column(Date)
    contractor_name: Mapped[str] = mapped_column(String(100))
    contractor_licence_number: Mapped[str] = mapped_column(String(64))
    contractor_contact_id: Mapped[str | None] = mapped_column(String(36), comment="of this person, for the reveals")
    contractor_contact_name: Mapped[str | None] = mapped_column(String(100))
    contractor_contact_phone: Mapped[str | None] = mapped_column(String(32), comment="E.164, answered masked")
    applied_by: Mapped[str] = mapped_column(String(64))
    submitted_by: Mapped[str | None] = mapped_column(String(64))
    plan_reviewed_by: Mapped[str | None] = mapped_column(String(64))
    approved_by: Mapped[str | None] = mapped_column(String(64))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    started_on: Mapped[date | None] = mapped_column(Date)
    completed_on: Mapped[date | None] = mapped_column(Date)
    occupancy_before: Mapped[str | None] = mapped_column(String(16), comment="of the room, given back on completion")

    policy: Mapped[RenovationPolicyRow | None] = relationship(
        primaryjoin=lambda: foreign(Renovation.community_id) == RenovationPolicyRow.community_id,
        lazy="raise",
        viewonly=True,
    )
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
    permits: Mapped[list["Permit"]] = relationship(
        cascade="all, delete-orphan", lazy="raise", order_by="Permit.issued_at, Permit.id"
    )
    extensions: Mapped[list["Extension"]] = relationship(
        cascade="all, delete-orphan", lazy="raise", order_by="Extension.requested_at, Extension.id"
    )
    overtimes: Mapped[list["Overtime"]] = relationship(
        cascade="all, delete-orphan", lazy="raise", order_by="Overtime.day, Overtime.id"
    )
    completions: Mapped[list["Completion"]] = relationship(
        cascade="all, delete-orphan", lazy="raise", order_by="Completion.requested_at, Completion.id"
    )
    refunds: Mapped[list["DepositRefund"]] = relationship(
        cascade="all, delete-orphan", lazy="raise", order_by="DepositRefund.refunded_at, DepositRefund.id"
    )
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
    superseded_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="by the permit of an extension")
    extension_asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="its end was announced")
    expired_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="it ended with the works going on")
    works: Mapped[dict[str, Any] | None] = mapped_column(JsonColumn, comment="the policy's hours at its issue")


class Extension(Base):
    """More time asked for; an approved one issued a permit (handbook R-32)."""

    __tablename__ = "renovation_extensions"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    renovation_id: Mapped[str] = mapped_column(ForeignKey("renovations.id"), index=True)
    ends_on: Mapped[date] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(String(16))
    requested_by: Mapped[str] = mapped_column(String(64))
    requested_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_by: Mapped[str | None] = mapped_column(String(64))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decision_note: Mapped[str | None] = mapped_column(Text)
    permit_number: Mapped[str | None] = mapped_column(byte_ordered(32))


class Overtime(Base):
    """Work out of hours or a night on site, registered with security (handbook R-37)."""

    __tablename__ = "renovation_overtimes"
    __table_args__ = (
        Index("ix_renovation_overtimes_by_day", "community_id", "day", "requested_at", "id"),
        Index("ix_renovation_overtimes_newest", "community_id", "requested_at", "id"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    renovation_id: Mapped[str] = mapped_column(ForeignKey("renovations.id"), index=True)
    community_id: Mapped[str] = mapped_column(String(36))
    room_code: Mapped[str] = mapped_column(byte_ordered(32))
    kind: Mapped[str] = mapped_column(String(16))
    day: Mapped[date] = mapped_column(Date, comment="the local day on which it begins")
    until: Mapped[datetime] = mapped_column(UtcDateTime)
    worker_ids: Mapped[list[str]] = mapped_column(JsonColumn)
    reason: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(String(16))
    requested_by: Mapped[str] = mapped_column(String(64))
    requested_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_by: Mapped[str | None] = mapped_column(String(64))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decision_note: Mapped[str | None] = mapped_column(Text)


class Completion(Base):
    """One attempt at completion: asked for, inspected, and at last decided (handbook R-36).

    `deductions` and `settled` are lists of `{"reason", "amount_fen", "note", "violation_id", "pass_id"}`.
    """

    __tablename__ = "renovation_completions"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    renovation_id: Mapped[str] = mapped_column(ForeignKey("renovations.id"), index=True)
    requested_by: Mapped[str] = mapped_column(String(64))
    requested_at: Mapped[datetime] = mapped_column(UtcDateTime)
    inspected_by: Mapped[str | None] = mapped_column(String(64))
    inspected_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    has_passed: Mapped[bool | None] = mapped_column(Boolean)
    is_site_cleared: Mapped[bool | None] = mapped_column(Boolean)
    is_permit_returned: Mapped[bool | None] = mapped_column(Boolean)
    note: Mapped[str | None] = mapped_column(Text)
    completed_by: Mapped[str | None] = mapped_column(String(64))
    completed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    deductions: Mapped[list[dict[str, Any]]] = mapped_column(JsonColumn)
    settled: Mapped[list[dict[str, Any]]] = mapped_column(JsonColumn)


class DepositRefund(Base):
    """What billing paid back of a deposit (handbook R-36, B-09); `id` is the deposit's."""

    __tablename__ = "renovation_refunds"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    renovation_id: Mapped[str] = mapped_column(ForeignKey("renovations.id"), index=True)
    paid_fen: Mapped[int] = mapped_column(BigInteger)
    deducted_fen: Mapped[int] = mapped_column(BigInteger)
    refunded_fen: Mapped[int] = mapped_column(BigInteger)
    voucher_number: Mapped[str] = mapped_column(String(64))
    refunded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(Integer)


class Violation(Base):
    """A breach and the measure taken (handbook R-35)."""

    __tablename__ = "renovation_violations"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    renovation_id: Mapped[str] = mapped_column(ForeignKey("renovations.id"), index=True)
    kind: Mapped[str] = mapped_column(String(32))
    measure: Mapped[str] = mapped_column(String(24))
    is_serious: Mapped[bool] = mapped_column(Boolean)
    note: Mapped[str | None] = mapped_column(Text)
    rectify_by: Mapped[date | None] = mapped_column(Date)
    legal_ground: Mapped[str | None] = mapped_column(String(24))
    legal_basis: Mapped[str | None] = mapped_column(String(200), comment="the article or order that is relied on")
    amount_fen: Mapped[int | None] = mapped_column(BigInteger, comment="compensation: kept of the deposit")
    notice_id: Mapped[str | None] = mapped_column(String(36), comment="the rectification notice given for it")
    recorded_by: Mapped[str] = mapped_column(String(64))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    cured_by: Mapped[str | None] = mapped_column(String(64))
    cured_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cure_note: Mapped[str | None] = mapped_column(Text)


class RenovationStep(Base):
    """History: what was done, by whom, when; never changed. `actor_id` is null where a payment did it."""

    __tablename__ = "renovation_steps"
    __table_args__ = (Index("ix_renovation_steps_of", "renovation_id", "at", "id"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    renovation_id: Mapped[str] = mapped_column(ForeignKey("renovations.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[str | None] = mapped_column(String(64))
    action: Mapped[str] = mapped_column(String(24))
    status: Mapped[str] = mapped_column(STATUS)
    note: Mapped[str | None] = mapped_column(Text)


class RenovationNumber(Base):
    """The last number per community and series: `R261122` for a day's applications, `P26` for a year's permits."""

    __tablename__ = "renovation_numbers"

    community_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    series: Mapped[str] = mapped_column(String(16), primary_key=True)
    last: Mapped[int] = mapped_column(Integer)
