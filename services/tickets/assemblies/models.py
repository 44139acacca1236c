"""Assemblies, their agenda, voters and ballots. Source: handbook T-29."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.tickets.models import Base
from shared.runtime.database import JsonColumn, UtcDateTime
from shared.runtime.tables import AggregateRow


class Assembly(AggregateRow, Base):
    """From the draft to the published result; `result` is what was counted. Areas are in 0.01 m²."""

    __tablename__ = "assemblies"
    __table_args__ = (Index("ix_assemblies_newest", "community_id", "created_at", "id"),)

    title: Mapped[str] = mapped_column(String(200))
    status: Mapped[str] = mapped_column(String(16))
    voting_opens_at: Mapped[datetime] = mapped_column(UtcDateTime)
    voting_closes_at: Mapped[datetime] = mapped_column(UtcDateTime)
    drafted_by: Mapped[str] = mapped_column(String(36))
    called_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    owners: Mapped[int | None] = mapped_column(Integer, comment="who may vote, from the opening on")
    area: Mapped[int | None] = mapped_column(BigInteger)
    counted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    counted_by: Mapped[str | None] = mapped_column(String(36))
    result: Mapped[dict[str, Any] | None] = mapped_column(JsonColumn)
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cancelled_by: Mapped[str | None] = mapped_column(String(36))
    cancelled_reason: Mapped[str | None] = mapped_column(String(200))
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    published_by: Mapped[str | None] = mapped_column(String(36))
    minutes: Mapped[str | None] = mapped_column(Text)
    chaired_by: Mapped[str | None] = mapped_column(String(100))

    items: Mapped[list["AgendaItem"]] = relationship(
        cascade="all, delete-orphan", lazy="raise", order_by="AgendaItem.place"
    )


class AgendaItem(Base):
    """A matter to decide."""

    __tablename__ = "assembly_items"
    __table_args__ = (Index("ix_assembly_items_of", "assembly_id", "place"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    assembly_id: Mapped[str] = mapped_column(ForeignKey("assemblies.id"))
    place: Mapped[int] = mapped_column(Integer)
    subject: Mapped[str] = mapped_column(String(24))
    title: Mapped[str] = mapped_column(String(200))
    motion: Mapped[str | None] = mapped_column(Text)


class AssemblyVoter(Base):
    """Who may vote, as the rooms stood when voting opened; `key` is the room's id, or `developer`.

    `owner_key` is one for all rooms of one owner, who has one ballot with the area of them all.
    """

    __tablename__ = "assembly_voters"
    __table_args__ = (UniqueConstraint("assembly_id", "room_code"),)

    assembly_id: Mapped[str] = mapped_column(ForeignKey("assemblies.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(36), primary_key=True)
    room_code: Mapped[str] = mapped_column(String(32))
    household_id: Mapped[str | None] = mapped_column(String(36))
    area: Mapped[int] = mapped_column(BigInteger)
    owner_key: Mapped[str] = mapped_column(String(36))
    owner_rooms: Mapped[int] = mapped_column(Integer)
    owner_area: Mapped[int] = mapped_column(BigInteger)


class AssemblyPolicy(Base):
    """A community's own notice, longer than the law's. Source: handbook T-29."""

    __tablename__ = "assembly_policies"

    community_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    version: Mapped[int] = mapped_column(Integer, comment="0: nothing of its own yet")
    notice_days: Mapped[int] = mapped_column(Integer)


class AssemblyBallot(AggregateRow, Base):
    """The ballot that counts: one an owner, whoever comes twice. `choices` are by the item's id.

    `voter_key` is the owner's key, `room_code` the room with which it was cast, `area` that of all the owner's rooms.
    """

    __tablename__ = "assembly_ballots"
    __table_args__ = (
        UniqueConstraint("assembly_id", "voter_key"),
        Index("ix_assembly_ballots_newest", "assembly_id", "created_at", "id"),
    )

    assembly_id: Mapped[str] = mapped_column(ForeignKey("assemblies.id"))
    voter_key: Mapped[str] = mapped_column(String(36))
    room_code: Mapped[str] = mapped_column(String(32))
    area: Mapped[int] = mapped_column(BigInteger)
    form: Mapped[str] = mapped_column(String(16))
    identity: Mapped[str] = mapped_column(String(24))
    verified_by: Mapped[str] = mapped_column(String(36))
    choices: Mapped[dict[str, str]] = mapped_column(JsonColumn)
    cast_at: Mapped[datetime] = mapped_column(UtcDateTime)

    replaced: Mapped[list["ReplacedBallot"]] = relationship(
        lazy="raise", order_by="(ReplacedBallot.replaced_at, ReplacedBallot.id)"
    )


class ReplacedBallot(Base):
    """A ballot as it was before another took its place; never changed."""

    __tablename__ = "assembly_ballots_replaced"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    ballot_id: Mapped[str] = mapped_column(ForeignKey("assembly_ballots.id"), index=True)
    form: Mapped[str] = mapped_column(String(16))
    identity: Mapped[str] = mapped_column(String(24))
    verified_by: Mapped[str] = mapped_column(String(36))
    choices: Mapped[dict[str, str]] = mapped_column(JsonColumn)
    cast_at: Mapped[datetime] = mapped_column(UtcDateTime)
    replaced_at: Mapped[datetime] = mapped_column(UtcDateTime)
