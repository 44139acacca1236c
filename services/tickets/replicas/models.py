"""What other services told, kept here: communities, rooms, households, staff, prices. Source: architecture 5."""

from datetime import date

from sqlalchemy import BigInteger, Boolean, Date, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from services.tickets.models import Base
from services.tickets.policies.models import PolicyRow
from shared.runtime.database import JsonColumn


class CommunityReplica(Base):
    """What tickets needs of a community: its calendar, and its own policy, which comes with every read of it."""

    __tablename__ = "communities"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    time_zone: Mapped[str] = mapped_column(String(64))
    reception_opens: Mapped[str] = mapped_column(String(8))
    reception_closes: Mapped[str] = mapped_column(String(8))
    calendar_entries: Mapped[list[dict[str, str]]] = mapped_column(JsonColumn)
    version: Mapped[int]

    policy: Mapped[PolicyRow | None] = relationship(
        primaryjoin=lambda: foreign(CommunityReplica.id) == PolicyRow.community_id, lazy="joined", viewonly=True
    )


class RoomReplica(Base):
    """What tickets needs of a room; the nullable fields are None until residents has told of it again."""

    __tablename__ = "rooms"
    __table_args__ = (UniqueConstraint("community_id", "code"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    community_id: Mapped[str] = mapped_column(String(36))
    code: Mapped[str] = mapped_column(String(32))
    building: Mapped[str] = mapped_column(String(32))
    area: Mapped[int | None] = mapped_column(BigInteger, comment="in 0.01 m²; NULL until the room is told anew")
    kind: Mapped[str | None] = mapped_column(String(16))
    occupancy: Mapped[str | None] = mapped_column(String(16))
    hand_over: Mapped[str | None] = mapped_column(String(16))
    version: Mapped[int]


class HouseholdReplica(Base):
    """Who lives where; `names` are the members' display names, for the same-name check (T-05).

    `owners` are the owners' person ids, in order; empty until residents has told of the household again.
    """

    __tablename__ = "households"
    __table_args__ = (Index("ix_households_room", "room_id", "is_present"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    community_id: Mapped[str] = mapped_column(String(36), index=True)
    room_id: Mapped[str] = mapped_column(String(36))
    room_code: Mapped[str] = mapped_column(String(32))
    names: Mapped[list[str]] = mapped_column(JsonColumn)
    owners: Mapped[list[str]] = mapped_column(JsonColumn, default=list, server_default="[]")
    is_present: Mapped[bool] = mapped_column(Boolean)
    version: Mapped[int]


class ResidentName(Base):
    """One row per member name of a present household: finds the namesakes with one indexed read."""

    __tablename__ = "resident_names"
    __table_args__ = (Index("ix_resident_names_lookup", "community_id", "name"),)

    household_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    name: Mapped[str] = mapped_column(String(100), primary_key=True)
    community_id: Mapped[str] = mapped_column(String(36))
    room_code: Mapped[str] = mapped_column(String(32))


class AccountReplica(Base):
    """Staff names and duties."""

    __tablename__ = "accounts"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    display_name: Mapped[str] = mapped_column(String(100))
    roles: Mapped[list[str]] = mapped_column(JsonColumn)
    communities: Mapped[list[str]] = mapped_column(JsonColumn)
    active: Mapped[bool] = mapped_column(Boolean)
    version: Mapped[int]


class TariffPrice(Base):
    """A price from a day on (handbook B-01); `id` is made of community, item and day, so that a repeat finds it."""

    __tablename__ = "tariff_prices"
    __table_args__ = (Index("ix_tariff_prices_lookup", "community_id", "item", "valid_from"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    community_id: Mapped[str] = mapped_column(String(36))
    item: Mapped[str] = mapped_column(String(64))
    name_zh: Mapped[str] = mapped_column(String(100))
    name_en: Mapped[str] = mapped_column(String(100))
    unit: Mapped[str] = mapped_column(String(16))
    unit_price_fen: Mapped[int] = mapped_column(BigInteger)
    valid_from: Mapped[date] = mapped_column(Date)
    version: Mapped[int]
