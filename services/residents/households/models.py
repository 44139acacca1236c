"""Rows of the households."""

from datetime import date, datetime

from sqlalchemy import Boolean, Date, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.residents.models import Base, IdNumberColumns, byte_ordered
from shared.runtime.database import JsonColumn, UtcDateTime
from shared.runtime.tables import AggregateRow


class Person(AggregateRow, IdNumberColumns, Base):
    """A person of a community, in one household or several. Phone in E.164."""

    __tablename__ = "persons"
    __table_args__ = (
        Index("ix_persons_by_name", "community_id", "name"),
        Index("ix_persons_by_phone", "community_id", "phone"),
    )

    name: Mapped[str] = mapped_column(byte_ordered(100))
    preferred_name: Mapped[str | None] = mapped_column(String(100))
    language: Mapped[str] = mapped_column(String(8))
    channels: Mapped[list[str]] = mapped_column(JsonColumn)
    phone: Mapped[str | None] = mapped_column(String(20))
    email: Mapped[str | None] = mapped_column(String(254))

    @property
    def display_name(self) -> str:
        """How they want to be called."""
        return self.preferred_name or self.name


class Household(AggregateRow, Base):
    """Who holds a room for a time. Departed ones stay as history."""

    __tablename__ = "households"
    __table_args__ = (Index("ix_households_in_order", "community_id", "room_sort_key", "id"),)

    room_id: Mapped[str] = mapped_column(ForeignKey("rooms.id"), index=True)
    room_code: Mapped[str] = mapped_column(byte_ordered(32), index=True)
    room_sort_key: Mapped[str] = mapped_column(byte_ordered(64))
    payer_id: Mapped[str] = mapped_column(ForeignKey("persons.id"))
    registered_on: Mapped[date] = mapped_column(Date)
    departed_on: Mapped[date | None] = mapped_column(Date)
    contacts_jwe: Mapped[str | None] = mapped_column(Text, comment="as last told, for the notifications service alone")
    contacts_key: Mapped[str | None] = mapped_column(String(16), comment="which key it is sealed for")
    contacts_version: Mapped[int] = mapped_column(Integer, default=0)

    members: Mapped[list["HouseholdMember"]] = relationship(
        cascade="all, delete-orphan", lazy="raise", order_by="HouseholdMember.position"
    )

    payer: Mapped[Person] = relationship(lazy="raise")

    @property
    def present_members(self) -> list["HouseholdMember"]:
        """Those who have not left."""
        return [member for member in self.members if member.left_on is None]


_PRESENT = Household.departed_on.is_(None)
Index("uq_households_present", Household.room_id, unique=True, postgresql_where=_PRESENT, sqlite_where=_PRESENT)
Index("ix_households_contacts", Household.contacts_key, Household.id, postgresql_where=_PRESENT, sqlite_where=_PRESENT)


class HouseholdMember(Base):
    """A person's time in a household."""

    __tablename__ = "household_members"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    household_id: Mapped[str] = mapped_column(ForeignKey("households.id"), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("persons.id"), index=True)
    position: Mapped[int] = mapped_column(Integer)
    role: Mapped[str] = mapped_column(String(16))
    relation: Mapped[str | None] = mapped_column(String(100))
    is_emergency_contact: Mapped[bool] = mapped_column(Boolean)
    joined_on: Mapped[date] = mapped_column(Date)
    left_on: Mapped[date | None] = mapped_column(Date)

    person: Mapped[Person] = relationship(lazy="raise")


_STAYING = HouseholdMember.left_on.is_(None)
Index(
    "uq_household_members_present",
    HouseholdMember.household_id,
    HouseholdMember.person_id,
    unique=True,
    postgresql_where=_STAYING,
    sqlite_where=_STAYING,
)


class Reveal(Base):
    """Who saw what of whom, why and when. The database refuses to change or delete a row. Source: handbook R-04."""

    __tablename__ = "reveals"
    __table_args__ = (
        Index("ix_reveals_of_person", "person_id", "at"),
        Index("ix_reveals_newest", "community_id", "at"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    community_id: Mapped[str] = mapped_column(String(36))
    person_id: Mapped[str] = mapped_column(String(36))
    account_id: Mapped[str] = mapped_column(String(64))
    fields: Mapped[list[str]] = mapped_column(JsonColumn)
    reason: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
