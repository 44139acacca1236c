"""Rows of the staff's names."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from services.residents.models import Base


class StaffReplica(Base):
    """An account's name as it was last told."""

    __tablename__ = "staff_names"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    display_name: Mapped[str] = mapped_column(String(100))
    version: Mapped[int]
