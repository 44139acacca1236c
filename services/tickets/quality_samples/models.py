"""Rows of call and counter quality. Source: handbook T-30."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.tickets.models import Base
from services.tickets.quality_samples.domain.lifecycle import SampleStatus
from shared.runtime.database import UtcDateTime
from shared.runtime.tables import AggregateRow


class QualityDraw(Base):
    """A draw of a month; with the seed, and the draws before it, anybody can make it again.

    A running month may be drawn from several times, each up to its moment; the final one is made once it is over.
    """

    __tablename__ = "quality_draws"

    community_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    drawn_until: Mapped[datetime] = mapped_column(
        UtcDateTime, primary_key=True, comment="contacts taken in before it; the month's end for the final draw"
    )
    is_final: Mapped[bool]
    seed: Mapped[str] = mapped_column(String(100))
    contacts: Mapped[int] = mapped_column(Integer, comment="of each member at most, in all draws so far together")
    members: Mapped[int] = mapped_column(Integer)
    samples: Mapped[int] = mapped_column(Integer, comment="drawn now")
    drawn_at: Mapped[datetime] = mapped_column(UtcDateTime)
    drawn_by: Mapped[str | None] = mapped_column(String(36), comment="null: the timer")


class QualitySample(AggregateRow, Base):
    """A member's contact that was drawn; the marks are 0 to 5, `score` 0 to 100 by the weights of the day."""

    __tablename__ = "quality_samples"
    __table_args__ = (
        UniqueConstraint("member_id", "ticket_id"),
        Index("ix_quality_samples_newest", "community_id", "created_at", "id"),
        Index("ix_quality_samples_member", "member_id", "created_at", "id"),
        Index("ix_quality_samples_seen", "community_id", "seen_at"),
    )

    month: Mapped[str] = mapped_column(String(7))
    member_id: Mapped[str] = mapped_column(String(36))
    ticket_id: Mapped[str] = mapped_column(ForeignKey("tickets.id"))
    ticket_number: Mapped[str] = mapped_column(String(16))
    source: Mapped[str] = mapped_column(String(16))
    taken_in_at: Mapped[datetime] = mapped_column(UtcDateTime)
    status: Mapped[str] = mapped_column(String(16))

    greeting: Mapped[int | None] = mapped_column(Integer)
    understanding: Mapped[int | None] = mapped_column(Integer)
    answer: Mapped[int | None] = mapped_column(Integer)
    record: Mapped[int | None] = mapped_column(Integer)
    score: Mapped[int | None] = mapped_column(Integer)
    note: Mapped[str | None] = mapped_column(Text)
    scored_by: Mapped[str | None] = mapped_column(String(36))
    scored_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    comment: Mapped[str | None] = mapped_column(Text, comment="the member's")
    seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    counted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


_TO_COUNT = QualitySample.status == SampleStatus.SEEN.value
Index("ix_quality_samples_to_count", QualitySample.seen_at, postgresql_where=_TO_COUNT, sqlite_where=_TO_COUNT)
