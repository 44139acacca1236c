"""Members, contacts and matters. Source: handbook T-26."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, String, Text, UniqueConstraint, and_
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.tickets.models import Base
from shared.runtime.database import JsonColumn, UtcDateTime
from shared.runtime.tables import AggregateRow


class CommitteeMember(AggregateRow, Base):
    """Somebody's term in the committee."""

    __tablename__ = "committee_members"

    name: Mapped[str] = mapped_column(String(100))
    position: Mapped[str] = mapped_column(String(16))
    room_code: Mapped[str | None] = mapped_column(String(64))
    since: Mapped[date] = mapped_column(Date)
    until: Mapped[date | None] = mapped_column(Date, comment="the term's last day")

    corrections: Mapped[list["MemberCorrection"]] = relationship(lazy="raise", order_by="MemberCorrection.id")


class MemberCorrection(Base):
    """What a member's entry said before it was put right, by field; never changed."""

    __tablename__ = "committee_member_corrections"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    member_id: Mapped[str] = mapped_column(ForeignKey("committee_members.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[str] = mapped_column(String(36))
    reason: Mapped[str] = mapped_column(String(200))
    before: Mapped[dict[str, Any]] = mapped_column(JsonColumn)
    after: Mapped[dict[str, Any]] = mapped_column(JsonColumn)


_IS_CHAIR = and_(CommitteeMember.position == "chair", CommitteeMember.until.is_(None))
Index(
    "uq_committee_members_chair",
    CommitteeMember.community_id,
    unique=True,
    postgresql_where=_IS_CHAIR,
    sqlite_where=_IS_CHAIR,
)


class CommitteeContact(AggregateRow, Base):
    """A talk with one or several members; never changed."""

    __tablename__ = "committee_contacts"
    __table_args__ = (Index("ix_committee_contacts_newest", "community_id", "created_at", "id"),)

    held_on: Mapped[date] = mapped_column(Date)
    channel: Mapped[str] = mapped_column(String(16))
    subject: Mapped[str] = mapped_column(String(200))
    outcome: Mapped[str | None] = mapped_column(Text)
    recorded_by: Mapped[str] = mapped_column(String(36))

    partners: Mapped[list["ContactPartner"]] = relationship(lazy="raise", order_by="ContactPartner.member_id")


class ContactPartner(Base):
    """Who was talked to; repeats the day, so that what is due is one indexed read."""

    __tablename__ = "committee_contact_partners"
    __table_args__ = (Index("ix_committee_contact_partners_day", "member_id", "held_on"),)

    contact_id: Mapped[str] = mapped_column(ForeignKey("committee_contacts.id"), primary_key=True)
    member_id: Mapped[str] = mapped_column(ForeignKey("committee_members.id"), primary_key=True)
    held_on: Mapped[date] = mapped_column(Date)


class CommitteeMatter(AggregateRow, Base):
    """What has to be answered or reported; `cause_id` is the thing that raised it, each once."""

    __tablename__ = "committee_matters"
    __table_args__ = (
        UniqueConstraint("occasion", "cause_id"),
        Index("ix_committee_matters_newest", "community_id", "created_at", "id"),
        Index("ix_committee_matters_by_status", "community_id", "status", "created_at", "id"),
    )

    kind: Mapped[str] = mapped_column(String(16))
    occasion: Mapped[str] = mapped_column(String(32))
    cause_id: Mapped[str | None] = mapped_column(String(36))
    subject: Mapped[str] = mapped_column(String(200))
    details: Mapped[str | None] = mapped_column(Text)
    member_id: Mapped[str | None] = mapped_column(ForeignKey("committee_members.id"), comment="who asked")
    status: Mapped[str] = mapped_column(String(16))
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    breached_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="the due time that passed")
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    settled_by: Mapped[str | None] = mapped_column(String(36))
    answer: Mapped[str | None] = mapped_column(Text)


_RUNNING = and_(CommitteeMatter.status == "open", CommitteeMatter.breached_at.is_(None))
Index("ix_committee_matters_due", CommitteeMatter.due_at, postgresql_where=_RUNNING, sqlite_where=_RUNNING)
