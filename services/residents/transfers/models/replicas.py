"""What billing, access and move-ins tell about a household, as far as its leaving waits for it.

No foreign keys: events come in any order, and another service's word may be heard before our own commit is seen.
"""

from datetime import date

from sqlalchemy import BigInteger, Boolean, Date, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.residents.models import Base


class HouseholdCharge(Base):
    """A charge, known by its posting or by a payment, whichever was heard first."""

    __tablename__ = "household_charges"
    charge_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    community_id: Mapped[str] = mapped_column(String(36))
    household_id: Mapped[str] = mapped_column(String(36), index=True)
    item: Mapped[str] = mapped_column(String(64))
    cause_kind: Mapped[str] = mapped_column(String(16))
    cause_id: Mapped[str] = mapped_column(String(64))
    is_deposit: Mapped[bool] = mapped_column(Boolean)
    amount_fen: Mapped[int | None] = mapped_column(BigInteger)
    outstanding_fen: Mapped[int | None] = mapped_column(BigInteger)
    is_paid: Mapped[bool] = mapped_column(Boolean, comment="wholly or in part")


class HouseholdDepositRefund(Base):
    """A deposit that was settled: paid back, or kept for good."""

    __tablename__ = "household_deposit_refunds"
    __table_args__ = (Index("ix_household_deposit_refunds_of", "household_id", "cause_id"),)

    deposit_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    community_id: Mapped[str] = mapped_column(String(36))
    household_id: Mapped[str] = mapped_column(String(36))
    item: Mapped[str] = mapped_column(String(64))
    cause_kind: Mapped[str] = mapped_column(String(16))
    cause_id: Mapped[str] = mapped_column(String(64))


class HouseholdPrepaid(Base):
    """What a payment added to the prepaid balance or took from it."""

    __tablename__ = "household_prepaid"

    payment_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    community_id: Mapped[str] = mapped_column(String(36))
    household_id: Mapped[str] = mapped_column(String(36), index=True)
    change_fen: Mapped[int] = mapped_column(BigInteger)


class HouseholdBalance(Base):
    """The prepaid balance as last told: then the payments' own words count no more. `id` is the household's."""

    __tablename__ = "household_balances"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    community_id: Mapped[str] = mapped_column(String(36))
    balance_fen: Mapped[int] = mapped_column(BigInteger)
    version: Mapped[int]


class HouseholdKey(Base):
    """A key and where it is. `id` is the key's."""

    __tablename__ = "household_keys"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    community_id: Mapped[str] = mapped_column(String(36))
    household_id: Mapped[str | None] = mapped_column(String(36), index=True)
    tag: Mapped[str] = mapped_column(String(64))
    status: Mapped[str] = mapped_column(String(32))
    version: Mapped[int]


class HouseholdPass(Base):
    """A card or pass and where it is. `id` is the pass's."""

    __tablename__ = "household_passes"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    community_id: Mapped[str] = mapped_column(String(36))
    household_id: Mapped[str | None] = mapped_column(String(36), index=True)
    number: Mapped[str | None] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(16))
    status: Mapped[str] = mapped_column(String(32))
    version: Mapped[int]


class RoomReading(Base):
    """The latest hand-over reading of a room's meter, in thousandths: the next one can't be below it."""

    __tablename__ = "room_readings"

    room_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    meter: Mapped[str] = mapped_column(String(8), primary_key=True)
    community_id: Mapped[str] = mapped_column(String(36))
    reading: Mapped[int] = mapped_column(BigInteger)
    read_on: Mapped[date] = mapped_column(Date)
