"""Tariff items and the versions of their prices. Source: handbook B-01."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Date, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.billing.models.base import Base
from shared.runtime.database import UtcDateTime
from shared.runtime.tables import AggregateRow


class TariffItem(AggregateRow, Base):
    """What may be charged. It changes only by getting another version, so its `version` counts them."""

    __tablename__ = "tariff_items"
    __table_args__ = (UniqueConstraint("community_id", "code"),)

    code: Mapped[str] = mapped_column(String(64))
    name_zh: Mapped[str] = mapped_column(String(100))
    name_en: Mapped[str] = mapped_column(String(100))
    unit: Mapped[str] = mapped_column(String(16))
    formula: Mapped[str] = mapped_column(String(16))
    nature: Mapped[str] = mapped_column(String(16))

    versions: Mapped[list["TariffVersion"]] = relationship(lazy="raise", order_by="TariffVersion.number")


class TariffVersion(Base):
    """A price from a day on; never changed, never deleted."""

    __tablename__ = "tariff_versions"
    __table_args__ = (
        UniqueConstraint("tariff_item_id", "valid_from"),
        CheckConstraint("unit_price_fen >= 0", name="price_not_negative"),
    )

    tariff_item_id: Mapped[str] = mapped_column(ForeignKey("tariff_items.id"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    valid_from: Mapped[date] = mapped_column(Date)
    unit_price_fen: Mapped[int] = mapped_column(BigInteger)
    source: Mapped[str] = mapped_column(String(200), comment="the approval that the price rests on")
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    added_by: Mapped[str | None] = mapped_column(String(36), comment="account id")
