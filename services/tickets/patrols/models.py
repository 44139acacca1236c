"""Areas, routes, walks and findings. Source: handbook T-25."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.tickets.models import Base
from shared.runtime.database import JsonColumn, UtcDateTime
from shared.runtime.tables import AggregateRow


class PatrolArea(AggregateRow, Base):
    """What is walked daily; `items` are objects of code, standard and points.

    A renovation's site comes and goes with its permit: `renovation_version` is that of the last event heeded.
    """

    __tablename__ = "patrol_areas"
    __table_args__ = (UniqueConstraint("community_id", "kind", "code"),)

    kind: Mapped[str] = mapped_column(String(16))
    code: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(100))
    items: Mapped[list[dict[str, Any]]] = mapped_column(JsonColumn)
    is_active: Mapped[bool]
    renovation_id: Mapped[str | None] = mapped_column(String(36))
    renovation_version: Mapped[int | None] = mapped_column(Integer)


class PatrolRoute(AggregateRow, Base):
    """Areas in the order in which they are walked; the order of a day is its revision's."""

    __tablename__ = "patrol_routes"
    __table_args__ = (Index("ix_patrol_routes_newest", "community_id", "created_at", "id"),)

    name: Mapped[str] = mapped_column(String(100))
    revisions: Mapped[list["PatrolRevision"]] = relationship(
        cascade="all, delete-orphan", lazy="raise", order_by="PatrolRevision.applies_from"
    )


class PatrolRevision(Base):
    """The areas of a route, in their order, from a day on; what applied on a day that is over never changes."""

    __tablename__ = "patrol_revisions"

    route_id: Mapped[str] = mapped_column(ForeignKey("patrol_routes.id"), primary_key=True)
    applies_from: Mapped[date] = mapped_column(Date, primary_key=True, comment="the community's day")
    area_ids: Mapped[list[str]] = mapped_column(JsonColumn)
    changed_by: Mapped[str | None] = mapped_column(String(36))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class PatrolScore(Base):
    """The sums of a period that is over, as they were then; summed once."""

    __tablename__ = "patrol_scores"

    community_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    period: Mapped[str] = mapped_column(String(8), primary_key=True, comment="`2026-11` or `2026`")
    summed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    report: Mapped[dict[str, Any]] = mapped_column(JsonColumn)


class PatrolWalk(AggregateRow, Base):
    """One look at one area; never changed. `results` are objects of item, standard, points, possible and note."""

    __tablename__ = "patrol_walks"
    __table_args__ = (
        Index("ix_patrol_walks_newest", "community_id", "created_at", "id"),
        Index("ix_patrol_walks_by_day", "community_id", "walked_on", "area_id"),
    )

    area_id: Mapped[str] = mapped_column(ForeignKey("patrol_areas.id"), index=True)
    walked_on: Mapped[date] = mapped_column(Date, comment="the community's day")
    walked_by: Mapped[str] = mapped_column(String(36))
    is_spot_check: Mapped[bool]
    results: Mapped[list[dict[str, Any]]] = mapped_column(JsonColumn)
    earned: Mapped[int] = mapped_column(Integer)
    possible: Mapped[int] = mapped_column(Integer)

    findings: Mapped[list["PatrolFinding"]] = relationship(lazy="raise", order_by="PatrolFinding.id")


class PatrolFinding(AggregateRow, Base):
    """What fell short of its standard, until it is rechecked; `round` counts the attempts to put it right."""

    __tablename__ = "patrol_findings"
    __table_args__ = (
        Index("ix_patrol_findings_newest", "community_id", "created_at", "id"),
        Index("ix_patrol_findings_by_status", "community_id", "status", "created_at", "id"),
    )

    walk_id: Mapped[str] = mapped_column(ForeignKey("patrol_walks.id"), index=True)
    area_id: Mapped[str] = mapped_column(ForeignKey("patrol_areas.id"), index=True)
    area_code: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(16))
    item: Mapped[str] = mapped_column(String(64))
    standard: Mapped[str] = mapped_column(String(200))
    description: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(String(16))
    deadline_at: Mapped[datetime] = mapped_column(UtcDateTime)
    round: Mapped[int] = mapped_column(Integer)
    found_by: Mapped[str] = mapped_column(String(36))
    found_on: Mapped[date] = mapped_column(Date)
    fixed_by: Mapped[str | None] = mapped_column(String(36))
    ticket_id: Mapped[str | None] = mapped_column(String(36), unique=True)
    ticket_number: Mapped[str | None] = mapped_column(String(16))

    steps: Mapped[list["PatrolFindingStep"]] = relationship(lazy="raise", order_by="PatrolFindingStep.id")


class PatrolFindingStep(Base):
    """History: what was done, by whom, when; never changed."""

    __tablename__ = "patrol_finding_steps"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    finding_id: Mapped[str] = mapped_column(ForeignKey("patrol_findings.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[str] = mapped_column(String(36))
    action: Mapped[str] = mapped_column(String(16))
    note: Mapped[str | None] = mapped_column(Text)
