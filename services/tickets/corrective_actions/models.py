"""Rows of corrective and preventive actions. Source: handbook T-21."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.tickets.corrective_actions.domain.lifecycle import UNDER_A_DEADLINE
from services.tickets.models import Base
from shared.runtime.database import JsonColumn, UtcDateTime
from shared.runtime.tables import AggregateRow


class CorrectiveAction(AggregateRow, Base):
    """A record from its opening to its verification.

    One that repetition opened has `matter`, `place` and `round`: the constraint lets exactly one be opened for the
    same round of a matter, however many look at once. What people wrote is of the present `attempt`; earlier ones
    stand in the steps.
    """

    __tablename__ = "corrective_actions"
    __table_args__ = (
        UniqueConstraint("community_id", "number"),
        UniqueConstraint("community_id", "category", "matter", "place", "round"),
        Index("ix_corrective_actions_newest", "community_id", "created_at", "id"),
        Index("ix_corrective_actions_by_status", "community_id", "status", "created_at", "id"),
    )

    number: Mapped[str] = mapped_column(String(16))
    origin: Mapped[str] = mapped_column(String(16))
    category: Mapped[str | None] = mapped_column(String(24))
    matter: Mapped[str | None] = mapped_column(String(64))
    place: Mapped[str | None] = mapped_column(String(32))
    round: Mapped[int | None] = mapped_column(Integer)
    title_zh: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str] = mapped_column(String(200))
    description: Mapped[str | None] = mapped_column(Text)
    status: Mapped[str] = mapped_column(String(16))
    attempt: Mapped[int] = mapped_column(Integer, default=1)
    opened_by: Mapped[str | None] = mapped_column(String(36), comment="null: the repetition itself")

    cause: Mapped[str | None] = mapped_column(Text)
    analysed_by: Mapped[str | None] = mapped_column(String(36))
    analysed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    measures: Mapped[str | None] = mapped_column(Text)
    prevention: Mapped[str | None] = mapped_column(Text)
    responsible_id: Mapped[str | None] = mapped_column(String(36))
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    overdue_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="the deadline, once it passed unkept")
    planned_by: Mapped[str | None] = mapped_column(String(36))
    planned_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    checked_by: Mapped[str | None] = mapped_column(String(36))
    checked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    approved_by: Mapped[str | None] = mapped_column(String(36))
    approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    result: Mapped[str | None] = mapped_column(Text)
    done_by: Mapped[str | None] = mapped_column(String(36))
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    verification: Mapped[str | None] = mapped_column(Text)
    verified_by: Mapped[str | None] = mapped_column(String(36))
    verified_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    links: Mapped[list["CorrectiveActionTicket"]] = relationship(
        lazy="raise", order_by="CorrectiveActionTicket.ticket_number"
    )
    steps: Mapped[list["CorrectiveActionStep"]] = relationship(
        lazy="raise", order_by="CorrectiveActionStep.at, CorrectiveActionStep.id"
    )


_UNTOLD = CorrectiveAction.overdue_at.is_(None) & CorrectiveAction.status.in_([it.value for it in UNDER_A_DEADLINE])
Index("ix_corrective_actions_running", CorrectiveAction.due_at, postgresql_where=_UNTOLD, sqlite_where=_UNTOLD)


class CorrectiveActionTicket(Base):
    """A ticket of the matter; one record at most has it, so that it is counted once."""

    __tablename__ = "corrective_action_tickets"

    ticket_id: Mapped[str] = mapped_column(ForeignKey("tickets.id"), primary_key=True)
    action_id: Mapped[str] = mapped_column(ForeignKey("corrective_actions.id"), index=True)
    ticket_number: Mapped[str] = mapped_column(String(16))
    linked_by: Mapped[str | None] = mapped_column(String(36), comment="null: the repetition itself")
    linked_at: Mapped[datetime] = mapped_column(UtcDateTime)


class CorrectiveActionStep(Base):
    """What was done, by whom, when; never changed."""

    __tablename__ = "corrective_action_steps"
    __table_args__ = (Index("ix_corrective_action_steps_of", "action_id", "at", "id"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    action_id: Mapped[str] = mapped_column(ForeignKey("corrective_actions.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[str | None] = mapped_column(String(36))
    action: Mapped[str] = mapped_column(String(16))
    status: Mapped[str] = mapped_column(String(16))
    note: Mapped[str | None] = mapped_column(Text)
    details: Mapped[dict[str, Any]] = mapped_column(JsonColumn, default=dict)


class CorrectiveActionNumber(Base):
    """The last number given per community and year."""

    __tablename__ = "corrective_action_numbers"

    community_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    year: Mapped[int] = mapped_column(Integer, primary_key=True)
    last: Mapped[int] = mapped_column(Integer)
