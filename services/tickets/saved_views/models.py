"""Saved views."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from services.tickets.models import Base
from shared.runtime.database import JsonColumn, UtcDateTime


class SavedView(Base):
    """`filters` are the list's parameters as JSON; `shared_with` is a role that reads it too."""

    __tablename__ = "saved_views"
    __table_args__ = (
        UniqueConstraint("account_id", "community_id", "name"),
        Index("ix_saved_views_shared", "community_id", "shared_with"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    community_id: Mapped[str] = mapped_column(String(36))
    account_id: Mapped[str] = mapped_column(String(36))
    name: Mapped[str] = mapped_column(String(100))
    filters: Mapped[dict[str, Any]] = mapped_column(JsonColumn)
    shared_with: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1, server_default="1")

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, object]:  # noqa: N805 - SQLAlchemy calls it with the class
        """Two changes at once: the second one is refused."""
        return {"version_id_col": cls.version}
