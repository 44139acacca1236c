"""Rows of the policies."""

from typing import Any

from sqlalchemy import Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from services.residents.models import Base
from shared.runtime.database import JsonColumn


class RenovationPolicyRow(Base):
    """A community's own values, a section per subject; what is absent has the default in code."""

    __tablename__ = "renovation_policies"

    community_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    version: Mapped[int] = mapped_column(Integer)
    works: Mapped[dict[str, Any]] = mapped_column(JsonColumn)
    permits: Mapped[dict[str, Any]] = mapped_column(JsonColumn)
    hot_work: Mapped[dict[str, Any]] = mapped_column(JsonColumn)
    inspections: Mapped[dict[str, Any]] = mapped_column(JsonColumn)
    notices: Mapped[dict[str, Any]] = mapped_column(JsonColumn)
    overtime: Mapped[dict[str, Any]] = mapped_column(JsonColumn)
