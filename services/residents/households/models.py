"""Rows of the households."""

from datetime import date, datetime

from sqlalchemy import Boolean, Date, ForeignKey, Index, Integer, SmallInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.residents.models import Base, IdNumberColumns
from shared.runtime.byte_order import byte_ordered
from shared.runtime.database import JsonColumn, UtcDateTime
from shared.runtime.tables import AggregateRow


class Person(AggregateRow, IdNumberColumns, Base):
    """A person of a community, in one household or several. Phone in E.164."""

    __tablename__ = "persons"
    __table_args__ = (
        Index("ix_persons_by_name", "community_id", "name"),
        Index("ix_persons_by_phone", "community_id", "phone"),
    )

    community_id: Mapped[str] = mapped_column(String(36))  # other indexes begin with it
    name: Mapped[str] = mapped_column(byte_ordered(100))
    preferred_name: Mapped[str | None] = mapped_column(String(100))
    language: Mapped[str] = mapped_column(String(8))
    channels: Mapped[list[str]] = mapped_column(JsonColumn)
    phone: Mapped[str | None] = mapped_column(String(20))
    email: Mapped[str | None] = mapped_column(String(254))
    sex: Mapped[str | None] = mapped_column(String(8))
    birth_year: Mapped[int | None] = mapped_column(SmallInteger)

    @property
    def display_name(self) -> str:
        """How they want to be called."""
        return self.preferred_name or self.name


class Household(AggregateRow, Base):
    """Who holds a room for a time. Departed ones stay as history."""

    __tablename__ = "households"
    __table_args__ = (Index("ix_households_in_order", "community_id", "room_sort_key", "id"),)

    community_id: Mapped[str] = mapped_column(String(36))  # other indexes begin with it
    room_id: Mapped[str] = mapped_column(ForeignKey("rooms.id"), index=True)
    room_code: Mapped[str] = mapped_column(byte_ordered(32), index=True)
    room_sort_key: Mapped[str] = mapped_column(byte_ordered(64))
    payer_id: Mapped[str] = mapped_column(ForeignKey("persons.id"))
    registered_on: Mapped[date] = mapped_column(Date)
    departed_on: Mapped[date | None] = mapped_column(Date)
    contacts_jwe: Mapped[str | None] = mapped_column(Text, comment="as last told, for the notifications service alone")
    contacts_key: Mapped[str | None] = mapped_column(String(16), comment="which key it is sealed for")
    contacts_version: Mapped[int] = mapped_column(Integer, default=0)
    search_terms_version: Mapped[int | None] = mapped_column(
        SmallInteger, comment="of the rules its search terms were computed by; without one the job computes them"
    )

    members: Mapped[list["HouseholdMember"]] = relationship(
        cascade="all, delete-orphan", lazy="raise", order_by="HouseholdMember.position"
    )
    vehicles: Mapped[list["Vehicle"]] = relationship(lazy="raise", order_by="Vehicle.id")
    parking_spaces: Mapped[list["ParkingSpace"]] = relationship(lazy="raise", order_by="ParkingSpace.id")
    pets: Mapped[list["Pet"]] = relationship(lazy="raise", order_by="Pet.id")
    instructions: Mapped[list["StandingInstruction"]] = relationship(lazy="raise", order_by="StandingInstruction.id")

    payer: Mapped[Person] = relationship(lazy="raise")

    @property
    def present_members(self) -> list["HouseholdMember"]:
        """Those who have not left."""
        return [member for member in self.members if member.left_on is None]


_PRESENT = Household.departed_on.is_(None)
Index("uq_households_present", Household.room_id, unique=True, postgresql_where=_PRESENT, sqlite_where=_PRESENT)
Index("ix_households_search_terms", Household.search_terms_version, Household.id)
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
    matters: Mapped[list[str] | None] = mapped_column(
        JsonColumn, comment="what they may be told; none: what is usual for the role"
    )

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


class Vehicle(Base):
    """A vehicle of a household; `plate` as `parse_plate` gives it."""

    __tablename__ = "vehicles"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    community_id: Mapped[str] = mapped_column(String(36))
    household_id: Mapped[str] = mapped_column(ForeignKey("households.id"), index=True)
    plate: Mapped[str] = mapped_column(byte_ordered(16))
    kind: Mapped[str] = mapped_column(String(16))
    brand: Mapped[str | None] = mapped_column(String(100))
    colour: Mapped[str | None] = mapped_column(String(100))
    since: Mapped[date] = mapped_column(Date)
    removed_on: Mapped[date | None] = mapped_column(Date)


_DRIVEN = Vehicle.removed_on.is_(None)
Index(
    "uq_vehicles_present",
    Vehicle.household_id,
    Vehicle.plate,
    unique=True,
    postgresql_where=_DRIVEN,
    sqlite_where=_DRIVEN,
)


class ParkingSpace(Base):
    """A household's right to a space: a room of the premises, or a place that has a label only."""

    __tablename__ = "parking_spaces"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    community_id: Mapped[str] = mapped_column(String(36))
    household_id: Mapped[str] = mapped_column(ForeignKey("households.id"), index=True)
    room_id: Mapped[str | None] = mapped_column(ForeignKey("rooms.id"))
    label: Mapped[str] = mapped_column(String(64), comment="the room's code, or what is painted on the ground")
    tenure: Mapped[str] = mapped_column(String(8))
    since: Mapped[date] = mapped_column(Date)
    until: Mapped[date | None] = mapped_column(Date)
    removed_on: Mapped[date | None] = mapped_column(Date)


_USED = ParkingSpace.removed_on.is_(None)
Index("uq_parking_spaces_room", ParkingSpace.room_id, unique=True, postgresql_where=_USED, sqlite_where=_USED)


class Pet(Base):
    """An animal of a household."""

    __tablename__ = "pets"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    community_id: Mapped[str] = mapped_column(String(36))
    household_id: Mapped[str] = mapped_column(ForeignKey("households.id"), index=True)
    kind: Mapped[str] = mapped_column(String(8))
    name: Mapped[str | None] = mapped_column(String(100))
    licence_number: Mapped[str | None] = mapped_column(String(64))
    since: Mapped[date] = mapped_column(Date)
    removed_on: Mapped[date | None] = mapped_column(Date)


class StandingInstruction(Base):
    """What a household asks of the desk for a time. Source: handbook A-06."""

    __tablename__ = "standing_instructions"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    community_id: Mapped[str] = mapped_column(String(36))
    household_id: Mapped[str] = mapped_column(ForeignKey("households.id"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    text: Mapped[str] = mapped_column(Text)
    valid_from: Mapped[date] = mapped_column(Date)
    valid_until: Mapped[date | None] = mapped_column(Date)
    written_by: Mapped[str] = mapped_column(String(64))
    written_by_name: Mapped[str] = mapped_column(String(100))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    withdrawn_by: Mapped[str | None] = mapped_column(String(64))
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SearchTerm(Base):
    """What a household is found by; `person_id` is empty where it is the household's. Source: handbook R-03."""

    __tablename__ = "household_search_terms"
    __table_args__ = (Index("ix_household_search_terms_found", "community_id", "kind", "term", "household_id"),)

    household_id: Mapped[str] = mapped_column(ForeignKey("households.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(8), primary_key=True)
    term: Mapped[str] = mapped_column(byte_ordered(64), primary_key=True)
    person_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    community_id: Mapped[str] = mapped_column(String(36))


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
