"""What billing keeps of others' truth. Source: architecture 5."""

from sqlalchemy import Boolean, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.billing.models.base import Base
from shared.runtime.database import JsonColumn


class CommunityReplica(Base):
    """A community: its code begins receipt numbers, its time zone makes days."""

    __tablename__ = "communities"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    code: Mapped[str] = mapped_column(String(32))
    name: Mapped[str] = mapped_column(String(100))
    time_zone: Mapped[str] = mapped_column(String(64))
    version: Mapped[int]


class RoomReplica(Base):
    """A room; the area is what recurring charges are computed by (B-03)."""

    __tablename__ = "rooms"
    __table_args__ = (UniqueConstraint("community_id", "code"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    community_id: Mapped[str] = mapped_column(String(36))
    code: Mapped[str] = mapped_column(String(32))
    building: Mapped[str] = mapped_column(String(32))
    area_dm2: Mapped[int] = mapped_column(Integer, comment="square decimetres: 89.50 m² is 8950, exactly")
    kind: Mapped[str] = mapped_column(String(24))
    occupancy: Mapped[str] = mapped_column(String(24))
    version: Mapped[int]


class HouseholdReplica(Base):
    """Who lives where and who pays. Its row is the lock on all money of the household."""

    __tablename__ = "households"
    __table_args__ = (Index("ix_households_room", "room_id", "is_present"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    community_id: Mapped[str] = mapped_column(String(36), index=True)
    room_id: Mapped[str] = mapped_column(String(36))
    room_code: Mapped[str] = mapped_column(String(32))
    payer_id: Mapped[str] = mapped_column(String(36))
    payer_name: Mapped[str] = mapped_column(String(100))
    members: Mapped[list[dict[str, str]]] = mapped_column(JsonColumn, comment="person_id, role, display_name")
    is_present: Mapped[bool] = mapped_column(Boolean)
    version: Mapped[int]
