"""Surveys with their sample, answers and the visits that these lead to. Source: handbook T-23."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.tickets.models import Base
from shared.runtime.database import JsonColumn, UtcDateTime
from shared.runtime.tables import AggregateRow


class Survey(AggregateRow, Base):
    """A half-year's survey. `items`: code, question_zh, question_en, in the order of the paper."""

    __tablename__ = "surveys"
    __table_args__ = (
        UniqueConstraint("community_id", "year", "half"),
        Index("ix_surveys_newest", "community_id", "year", "half", "id"),
    )

    year: Mapped[int] = mapped_column(Integer)
    half: Mapped[int] = mapped_column(Integer)
    title: Mapped[str] = mapped_column(String(200))
    items: Mapped[list[dict[str, Any]]] = mapped_column(JsonColumn)
    percent: Mapped[int] = mapped_column(Integer, comment="of the occupied households, at least 20")
    seed: Mapped[str] = mapped_column(String(64))
    closes_on: Mapped[date | None] = mapped_column(Date)
    status: Mapped[str] = mapped_column(String(16))
    drafted_by: Mapped[str] = mapped_column(String(36))
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    opened_by: Mapped[str | None] = mapped_column(String(36))
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_by: Mapped[str | None] = mapped_column(String(36))
    occupied: Mapped[int] = mapped_column(Integer, comment="occupied households when it was opened")
    asked: Mapped[int] = mapped_column(Integer)
    asked_again: Mapped[int] = mapped_column(Integer, comment="of the asked, asked last time too: no others were left")


class SurveyHousehold(Base):
    """A household that the sample drew."""

    __tablename__ = "survey_households"
    __table_args__ = (Index("ix_survey_households_room", "survey_id", "room_code"),)

    survey_id: Mapped[str] = mapped_column(ForeignKey("surveys.id"), primary_key=True)
    household_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    room_code: Mapped[str] = mapped_column(String(32))


class SurveyAnswer(Base):
    """A household's paper; without a signature it is kept and counted, and is invalid."""

    __tablename__ = "survey_answers"
    __table_args__ = (
        UniqueConstraint("survey_id", "household_id"),
        Index("ix_survey_answers_newest", "survey_id", "recorded_at", "id"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    survey_id: Mapped[str] = mapped_column(ForeignKey("surveys.id"))
    household_id: Mapped[str] = mapped_column(String(36))
    room_code: Mapped[str] = mapped_column(String(32))
    signed_by: Mapped[str | None] = mapped_column(String(100))
    is_valid: Mapped[bool]
    is_unsatisfied: Mapped[bool]
    comment: Mapped[str | None] = mapped_column(Text)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by: Mapped[str] = mapped_column(String(36))

    marks: Mapped[list["SurveyMark"]] = relationship(lazy="raise", order_by="SurveyMark.item")


class SurveyMark(Base):
    """What an answer says of one item."""

    __tablename__ = "survey_marks"

    answer_id: Mapped[str] = mapped_column(ForeignKey("survey_answers.id"), primary_key=True)
    item: Mapped[str] = mapped_column(String(32), primary_key=True)
    mark: Mapped[str] = mapped_column(String(16))


class SurveyVisit(AggregateRow, Base):
    """The visit that an unsatisfied answer gets (T-17); `items` are the codes that were marked so."""

    __tablename__ = "survey_visits"
    __table_args__ = (Index("ix_survey_visits_by_due", "survey_id", "due_at", "id"),)

    survey_id: Mapped[str] = mapped_column(ForeignKey("surveys.id"))
    answer_id: Mapped[str] = mapped_column(ForeignKey("survey_answers.id"), unique=True)
    household_id: Mapped[str] = mapped_column(String(36))
    room_code: Mapped[str] = mapped_column(String(32))
    items: Mapped[list[str]] = mapped_column(JsonColumn)
    status: Mapped[str] = mapped_column(String(16))
    due_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="ten working days after the answer (T-17)")
    made_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    made_by: Mapped[str | None] = mapped_column(String(36))
    on_site: Mapped[bool | None]
    found: Mapped[str | None] = mapped_column(Text)
    our_fault: Mapped[bool | None]


_WAITING = SurveyVisit.status == "waiting"
Index(
    "ix_survey_visits_waiting",
    SurveyVisit.community_id,
    SurveyVisit.due_at,
    SurveyVisit.id,
    postgresql_where=_WAITING,
    sqlite_where=_WAITING,
)
