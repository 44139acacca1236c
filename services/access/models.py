"""Rows of the access service."""

from datetime import date, datetime

from sqlalchemy import Boolean, CheckConstraint, Date, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Composite, DeclarativeBase, Mapped, WriteOnlyMapped, composite, mapped_column, relationship

from services.access.domain.standing import Standing
from shared.runtime.database import JsonColumn, UtcDateTime
from shared.runtime.tables import AggregateRow, RuntimeTables, new_metadata


class Base(DeclarativeBase):
    """Rows of this service alone."""

    metadata = new_metadata()


TABLES = RuntimeTables(Base.metadata)


class CommunityReplica(Base):
    """What access needs of a community: what day it is there."""

    __tablename__ = "communities"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    time_zone: Mapped[str] = mapped_column(String(64))
    version: Mapped[int]


class RoomReplica(Base):
    """What access needs of a room."""

    __tablename__ = "rooms"
    __table_args__ = (Index("ix_rooms_code", "community_id", "code"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    community_id: Mapped[str] = mapped_column(String(36))
    code: Mapped[str] = mapped_column(String(32))
    version: Mapped[int]


class HouseholdReplica(Base):
    """Who lives where; a member is `{"person_id", "display_name"}`."""

    __tablename__ = "households"
    __table_args__ = (Index("ix_households_room", "room_id", "is_present"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    community_id: Mapped[str] = mapped_column(String(36))
    room_id: Mapped[str] = mapped_column(String(36))
    room_code: Mapped[str] = mapped_column(String(32))
    members: Mapped[list[dict[str, str]]] = mapped_column(JsonColumn)
    is_present: Mapped[bool] = mapped_column(Boolean)
    version: Mapped[int]


class AccountReplica(Base):
    """Staff names."""

    __tablename__ = "accounts"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    display_name: Mapped[str] = mapped_column(String(100))
    active: Mapped[bool] = mapped_column(Boolean)
    version: Mapped[int]


class RenovationReplica(Base):
    """A renovation as far as its events told it: a payment or a permit may be known before the works are.

    The row is also the lock under which everything that concerns a renovation's passes happens.
    """

    __tablename__ = "renovations"
    __table_args__ = (Index("ix_renovations_permit_code", "permit_code"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    community_id: Mapped[str] = mapped_column(String(36))
    version: Mapped[int] = mapped_column(Integer, default=0)
    number: Mapped[str | None] = mapped_column(String(32))
    status: Mapped[str | None] = mapped_column(String(32))
    room_id: Mapped[str | None] = mapped_column(String(36))
    room_code: Mapped[str | None] = mapped_column(String(32))
    household_id: Mapped[str | None] = mapped_column(String(36))
    contractor: Mapped[str | None] = mapped_column(String(200))
    worker_ids: Mapped[list[str]] = mapped_column(JsonColumn, default=list)

    permit_number: Mapped[str | None] = mapped_column(String(32))
    permit_code: Mapped[str | None] = mapped_column(String(128))
    valid_from: Mapped[date | None] = mapped_column(Date)
    valid_until: Mapped[date | None] = mapped_column(Date)

    standing: Composite[Standing] = composite(
        Standing,
        mapped_column("approved_version", Integer),
        mapped_column("permitted_version", Integer),
        mapped_column("stopped_version", Integer),
        mapped_column("resumed_version", Integer),
        mapped_column("ended_version", Integer),
        mapped_column("fee_due", Boolean),
        mapped_column("fee_paid_at", UtcDateTime, nullable=True),
        mapped_column("permitted_at", UtcDateTime, nullable=True),
        mapped_column("completed_version", Integer, server_default="0"),
    )


class Pass(AggregateRow, Base):
    """A pass from request to return. `holder_name` is kept for those that our own desk enters."""

    __tablename__ = "passes"
    __table_args__ = (
        UniqueConstraint("community_id", "number"),
        UniqueConstraint("code"),
        UniqueConstraint("renovation_id", "holder_id"),
        Index("ix_passes_newest", "community_id", "created_at", "id"),
        Index("ix_passes_by_kind", "community_id", "kind", "created_at", "id"),
        Index("ix_passes_by_status", "community_id", "status", "created_at", "id"),
        Index("ix_passes_by_room", "community_id", "room_code", "created_at", "id"),
        Index("ix_passes_by_household", "household_id", "kind", "holder_id"),
    )

    number: Mapped[str] = mapped_column(String(16))
    code: Mapped[str] = mapped_column(String(32), comment="random, what the QR code carries")
    kind: Mapped[str] = mapped_column(String(16))
    status: Mapped[str] = mapped_column(String(16))
    room_id: Mapped[str] = mapped_column(String(36))
    room_code: Mapped[str] = mapped_column(String(32))
    household_id: Mapped[str | None] = mapped_column(String(36))
    holder_id: Mapped[str] = mapped_column(String(36))
    holder_name: Mapped[str | None] = mapped_column(String(100))
    purpose: Mapped[str | None] = mapped_column(String(200))
    renovation_id: Mapped[str | None] = mapped_column(String(36))
    beyond_quota: Mapped[bool] = mapped_column(Boolean, default=False)
    fee_paid_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    valid_from: Mapped[date | None] = mapped_column(Date)
    valid_until: Mapped[date | None] = mapped_column(Date)

    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    clock_stopped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    breached_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    issued_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    received_by: Mapped[str | None] = mapped_column(String(100))
    returned_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    steps: WriteOnlyMapped["PassStep"] = relationship()


# Each partial index holds only what its timer or list still has to look at.
_RUNNING = Pass.due_at.is_not(None) & Pass.clock_stopped_at.is_(None)
_UNBREACHED = _RUNNING & Pass.breached_at.is_(None)
_LIVE = Pass.status.in_(("issued", "suspended")) & Pass.valid_until.is_not(None)
_UNRETURNED = Pass.issued_at.is_not(None) & Pass.returned_at.is_(None)
Index("ix_passes_due", Pass.due_at, postgresql_where=_UNBREACHED, sqlite_where=_UNBREACHED)
Index("ix_passes_clock", Pass.community_id, Pass.due_at, postgresql_where=_RUNNING, sqlite_where=_RUNNING)
Index("ix_passes_ending", Pass.community_id, Pass.valid_until, postgresql_where=_LIVE, sqlite_where=_LIVE)
Index(
    "ix_passes_unreturned",
    Pass.community_id,
    Pass.kind,
    Pass.created_at,
    Pass.id,
    postgresql_where=_UNRETURNED,
    sqlite_where=_UNRETURNED,
)


class PassStep(Base):
    """History: what happened, by whom, when; never changed. Ids are in order of time."""

    __tablename__ = "pass_steps"
    __table_args__ = (Index("ix_pass_steps_pass", "pass_id", "id"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    pass_id: Mapped[str] = mapped_column(ForeignKey("passes.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[str | None] = mapped_column(String(36), comment="account; none for events and timers")
    action: Mapped[str] = mapped_column(String(16))
    status: Mapped[str] = mapped_column(String(16))
    note: Mapped[str | None] = mapped_column(String(200))


class PassNumber(Base):
    """The last number given per community and kind."""

    __tablename__ = "pass_numbers"

    community_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    last: Mapped[int] = mapped_column(Integer)


class MoveInReplica(Base):
    """A move-in that was heard of: its keys are registered and its passes asked for once."""

    __tablename__ = "move_ins"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    community_id: Mapped[str] = mapped_column(String(36))
    household_id: Mapped[str] = mapped_column(String(36))
    handed_over_on: Mapped[date] = mapped_column(Date)


class HouseholdLeft(Base):
    """A household that has left its room. It may be heard of before what it got by its move-in (R-07)."""

    __tablename__ = "households_left"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    community_id: Mapped[str] = mapped_column(String(36))
    left_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="when it was heard of")


class Key(AggregateRow, Base):
    """Keys of one kind that are in one hand (A-20). The tag is the room's code, or place and use."""

    __tablename__ = "keys"
    __table_args__ = (
        CheckConstraint("count > 0", name="count_positive"),
        Index("ix_keys_newest", "community_id", "created_at", "id"),
        Index("ix_keys_by_status", "community_id", "status", "created_at", "id"),
        Index("ix_keys_by_room", "community_id", "room_code", "created_at", "id"),
        Index("ix_keys_by_household", "household_id", "status"),
    )

    key_class: Mapped[str] = mapped_column(String(16))
    tag: Mapped[str] = mapped_column(String(64))
    label: Mapped[str] = mapped_column(String(64), comment="what it opens")
    count: Mapped[int] = mapped_column(Integer)
    status: Mapped[str] = mapped_column(String(16))
    room_id: Mapped[str | None] = mapped_column(String(36))
    room_code: Mapped[str | None] = mapped_column(String(32))
    household_id: Mapped[str | None] = mapped_column(String(36))
    move_in_id: Mapped[str | None] = mapped_column(String(36))
    holder_name: Mapped[str | None] = mapped_column(String(100), comment="who took it at the desk")

    movements: WriteOnlyMapped["KeyMovement"] = relationship()


class KeyMovement(Base):
    """The register of movements: what, to or from whom, by whom, when; never changed. Ids are in order of time."""

    __tablename__ = "key_movements"
    __table_args__ = (Index("ix_key_movements_key", "key_id", "id"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    key_id: Mapped[str] = mapped_column(ForeignKey("keys.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    movement: Mapped[str] = mapped_column(String(16))
    status: Mapped[str] = mapped_column(String(16))
    actor_id: Mapped[str | None] = mapped_column(String(36), comment="account; none for events")
    party: Mapped[str | None] = mapped_column(String(100), comment="who took or brought it")
    note: Mapped[str | None] = mapped_column(String(200))


class GateCheck(Base):
    """One question of the gate and its answer; the code itself is not kept."""

    __tablename__ = "gate_checks"
    __table_args__ = (
        Index("ix_gate_checks_pass", "pass_id", "checked_at"),
        Index("ix_gate_checks_newest", "community_id", "checked_at", "id"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    community_id: Mapped[str | None] = mapped_column(String(36), comment="none for an unknown code and several gates")
    pass_id: Mapped[str | None] = mapped_column(String(36))
    code_hash: Mapped[str] = mapped_column(String(64), comment="SHA-256")
    decision: Mapped[str] = mapped_column(String(8))
    reason: Mapped[str] = mapped_column(String(24))
    checked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    account_id: Mapped[str] = mapped_column(String(36))
