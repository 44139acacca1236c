"""Rows of the notifications service."""

from datetime import datetime

from sqlalchemy import Boolean, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.runtime.database import JsonColumn, UtcDateTime
from shared.runtime.tables import AggregateRow, RuntimeTables, new_metadata


class Base(DeclarativeBase):
    """Rows of this service alone."""

    metadata = new_metadata()


TABLES = RuntimeTables(Base.metadata)


class CommunityReplica(Base):
    """What notifications needs of a community: its time zone, for quiet hours."""

    __tablename__ = "communities"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    time_zone: Mapped[str] = mapped_column(String(64))
    version: Mapped[int]


class HouseholdReplica(Base):
    """Who is told: members with language and channels; `payer_id` answers for the household."""

    __tablename__ = "households"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    community_id: Mapped[str] = mapped_column(String(36), index=True)
    room_id: Mapped[str] = mapped_column(String(36), index=True)
    room_code: Mapped[str] = mapped_column(String(32))
    members: Mapped[list[dict[str, object]]] = mapped_column(JsonColumn)
    payer_id: Mapped[str] = mapped_column(String(36))
    is_present: Mapped[bool] = mapped_column(Boolean)
    version: Mapped[int]


class SealedContacts(Base):
    """A household's contact points, as they came: sealed at rest, opened only to send."""

    __tablename__ = "sealed_contacts"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, comment="household id")
    community_id: Mapped[str] = mapped_column(String(36))
    sealed: Mapped[str] = mapped_column(Text)
    version: Mapped[int]


class AccountReplica(Base):
    """Staff and their duties: who is told what goes to a role."""

    __tablename__ = "accounts"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    display_name: Mapped[str] = mapped_column(String(100))
    roles: Mapped[list[str]] = mapped_column(JsonColumn)
    communities: Mapped[list[str]] = mapped_column(JsonColumn)
    active: Mapped[bool] = mapped_column(Boolean)
    version: Mapped[int]


class Message(AggregateRow, Base):
    """One message to one recipient: a household, a role or an account. The same event never makes it twice (N-02)."""

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("event_id", "template", "recipient"),
        Index("ix_messages_newest", "community_id", "created_at", "id"),
        Index("ix_messages_by_household", "household_id", "created_at", "id"),
        Index("ix_messages_by_role", "role", "created_at", "id"),
        Index("ix_messages_by_account", "account_id", "created_at", "id"),
    )

    event_id: Mapped[str] = mapped_column(String(64))
    template: Mapped[str] = mapped_column(String(40))
    recipient: Mapped[str] = mapped_column(String(64), comment="`household:<id>`, `role:<name>` or `account:<id>`")
    household_id: Mapped[str | None] = mapped_column(String(36))
    role: Mapped[str | None] = mapped_column(String(32))
    account_id: Mapped[str | None] = mapped_column(String(36))
    room_code: Mapped[str | None] = mapped_column(String(32))
    about: Mapped[str] = mapped_column(String(64), comment="id of the ticket, payment … that it is about")
    language: Mapped[str] = mapped_column(String(8))
    title: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    urgency: Mapped[str] = mapped_column(String(16))
    channels: Mapped[list[str]] = mapped_column(JsonColumn, comment="in the order they are tried")
    channel: Mapped[str] = mapped_column(String(16))
    status: Mapped[str] = mapped_column(String(16))
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    next_attempt_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    delivered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_answer: Mapped[str | None] = mapped_column(String(200), comment="the provider's, without addresses")


_WAITING = Message.next_attempt_at.is_not(None)
Index("ix_messages_waiting", Message.next_attempt_at, postgresql_where=_WAITING, sqlite_where=_WAITING)


class PhoneTask(AggregateRow, Base):
    """A call that the desk makes because no channel got through. Source: handbook N-04."""

    __tablename__ = "phone_tasks"
    __table_args__ = (Index("ix_phone_tasks_open", "community_id", "finished_at", "created_at", "id"),)

    message_id: Mapped[str] = mapped_column(String(36), unique=True)
    household_id: Mapped[str | None] = mapped_column(String(36))
    room_code: Mapped[str | None] = mapped_column(String(32))
    words: Mapped[str] = mapped_column(Text)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    finished_by: Mapped[str | None] = mapped_column(String(36))
    result: Mapped[str | None] = mapped_column(String(16))
