"""Rows of the hot works."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.residents.models import Base
from services.residents.renovation.models import Renovation
from shared.runtime.byte_order import byte_ordered
from shared.runtime.database import UtcDateTime
from shared.runtime.tables import AggregateRow


class HotWork(AggregateRow, Base):
    """A hot work from request to its end. The worker's name stays with the renovation."""

    __tablename__ = "hot_works"
    __table_args__ = (
        UniqueConstraint("community_id", "number"),
        Index("ix_hot_works_newest", "community_id", "starts_at", "id"),
        Index("ix_hot_works_by_renovation", "renovation_id", "starts_at", "id"),
        Index("ix_hot_works_by_status", "status", "ends_at"),
    )

    number: Mapped[str] = mapped_column(String(16))
    renovation_id: Mapped[str] = mapped_column(ForeignKey("renovations.id"))
    room_id: Mapped[str] = mapped_column(String(36))
    room_code: Mapped[str] = mapped_column(byte_ordered(32))
    household_id: Mapped[str] = mapped_column(String(36))
    status: Mapped[str] = mapped_column(String(16))
    place: Mapped[str] = mapped_column(String(200))
    work: Mapped[str] = mapped_column(String(200))
    worker_id: Mapped[str] = mapped_column(ForeignKey("renovation_workers.id"))
    worker_name: Mapped[str] = mapped_column(String(100))
    extinguishers: Mapped[str] = mapped_column(String(200))
    watcher_name: Mapped[str] = mapped_column(String(100))
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    requested_by: Mapped[str] = mapped_column(String(64))
    reviewed_by: Mapped[str | None] = mapped_column(String(64))
    approved_by: Mapped[str | None] = mapped_column(String(64))
    permitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    outcome: Mapped[str | None] = mapped_column(String(16))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)

    renovation: Mapped[Renovation] = relationship(lazy="raise", viewonly=True)
    steps: Mapped[list["HotWorkStep"]] = relationship(
        cascade="all, delete-orphan", lazy="raise", order_by="HotWorkStep.at, HotWorkStep.id"
    )


class HotWorkStep(Base):
    """History, the checks before and after included; never changed. `actor_id` is null where the clock did it."""

    __tablename__ = "hot_work_steps"
    __table_args__ = (Index("ix_hot_work_steps_of", "hot_work_id", "at", "id"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    hot_work_id: Mapped[str] = mapped_column(ForeignKey("hot_works.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[str | None] = mapped_column(String(64))
    action: Mapped[str] = mapped_column(String(16))
    status: Mapped[str] = mapped_column(String(16))
    note: Mapped[str | None] = mapped_column(Text)
