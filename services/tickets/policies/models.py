"""A community's own values of the rules."""

from typing import Any

from sqlalchemy import Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from services.tickets.models import Base
from shared.runtime.database import JsonColumn


class PolicyRow(Base):
    """A community's own values, a section per subject; what is absent has the default in code."""

    __tablename__ = "policies"

    community_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    version: Mapped[int] = mapped_column(Integer, default=1)
    follow_up: Mapped[dict[str, Any]] = mapped_column(JsonColumn, default=dict)
    repetition: Mapped[dict[str, Any]] = mapped_column(JsonColumn, default=dict, server_default="{}")
    clocks: Mapped[dict[str, Any]] = mapped_column(JsonColumn, default=dict)
    courtesy_visits: Mapped[dict[str, Any]] = mapped_column(JsonColumn, default=dict, server_default="{}")
    quality: Mapped[dict[str, Any]] = mapped_column(JsonColumn, default=dict, server_default="{}")
    escalation: Mapped[dict[str, Any]] = mapped_column(JsonColumn, default=dict, server_default="{}")
    progress: Mapped[dict[str, Any]] = mapped_column(JsonColumn, default=dict, server_default="{}")
    on_site: Mapped[dict[str, Any]] = mapped_column(JsonColumn, default=dict, server_default="{}")
