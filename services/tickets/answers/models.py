"""The answer book's rows. Source: handbook T-31."""

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.tickets.answers.domain.lifecycle import AnswerStatus
from services.tickets.models import Base
from shared.runtime.byte_order import byte_ordered
from shared.runtime.database import JsonColumn, UtcDateTime
from shared.runtime.tables import AggregateRow


class Answer(AggregateRow, Base):
    """A recurring question. What it says stands in its versions; here are the numbers of those that count.

    `use_count` moves by a statement of its own: using an answer is no new version of it.
    """

    __tablename__ = "answers"
    __table_args__ = (Index("ix_answers_newest", "community_id", "created_at", "id"),)

    category: Mapped[str] = mapped_column(String(16))
    latest_number: Mapped[int] = mapped_column(Integer)
    agreed_number: Mapped[int | None] = mapped_column(Integer, comment="the version in use")
    draft_number: Mapped[int | None] = mapped_column(Integer, comment="the version that waits for agreement")
    use_count: Mapped[int] = mapped_column(Integer, default=0)
    last_used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    # Loaded with a condition: the version in use and the draft, however many there have been.
    versions: Mapped[list["AnswerVersion"]] = relationship(lazy="raise", order_by="AnswerVersion.number")


class AnswerVersion(Base):
    """What an answer says, never changed; `papers` are what to bring, each in both languages."""

    __tablename__ = "answer_versions"

    answer_id: Mapped[str] = mapped_column(ForeignKey("answers.id"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    status: Mapped[str] = mapped_column(String(16))
    category: Mapped[str] = mapped_column(String(16))
    question_zh: Mapped[str] = mapped_column(String(200))
    question_en: Mapped[str] = mapped_column(String(200))
    answer_zh: Mapped[str] = mapped_column(Text)
    answer_en: Mapped[str] = mapped_column(Text)
    papers: Mapped[list[dict[str, str]]] = mapped_column(JsonColumn)
    keywords: Mapped[list[str]] = mapped_column(JsonColumn)
    written_by: Mapped[str] = mapped_column(String(36))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    agreed_by: Mapped[str | None] = mapped_column(String(36))
    agreed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_by: Mapped[str | None] = mapped_column(String(36))
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_reason: Mapped[str | None] = mapped_column(String(200))


_AGREED = AnswerVersion.status == AnswerStatus.AGREED.value
_DRAFTED = AnswerVersion.status == AnswerStatus.DRAFTED.value
Index("uq_answer_versions_agreed", AnswerVersion.answer_id, unique=True, postgresql_where=_AGREED, sqlite_where=_AGREED)
Index(
    "uq_answer_versions_drafted", AnswerVersion.answer_id, unique=True, postgresql_where=_DRAFTED, sqlite_where=_DRAFTED
)


class AnswerTerm(Base):
    """What the version in use is found by."""

    __tablename__ = "answer_terms"
    __table_args__ = (Index("ix_answer_terms_found", "community_id", "term", "answer_id"),)

    answer_id: Mapped[str] = mapped_column(ForeignKey("answers.id"), primary_key=True)
    term: Mapped[str] = mapped_column(byte_ordered(64), primary_key=True)
    community_id: Mapped[str] = mapped_column(String(36))
    weight: Mapped[int] = mapped_column(Integer)


class AnswerUse(Base):
    """A consultation closed with an answer, in the words of that day; a ticket is answered once."""

    __tablename__ = "answer_uses"
    __table_args__ = (Index("ix_answer_uses_answer", "answer_id", "used_at"),)

    ticket_id: Mapped[str] = mapped_column(ForeignKey("tickets.id"), primary_key=True)
    answer_id: Mapped[str] = mapped_column(ForeignKey("answers.id"))
    number: Mapped[int] = mapped_column(Integer)
    used_by: Mapped[str] = mapped_column(String(36))
    used_at: Mapped[datetime] = mapped_column(UtcDateTime)
    is_first_contact: Mapped[bool] = mapped_column(Boolean, comment="opened and closed in one contact")
