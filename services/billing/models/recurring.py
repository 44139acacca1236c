"""From when and how far households are charged by the month. Source: handbook B-03, R-07, R-24."""

from datetime import date

from sqlalchemy import CheckConstraint, Date, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.billing.models.base import Base


class ChargingTerm(Base):
    """The days that a household's monthly charges reach over; whoever charges on begins after `charged_through`.

    It is changed under the household's lock alone.
    """

    __tablename__ = "charging_terms"
    __table_args__ = (
        CheckConstraint("(charged_from IS NULL) = (charged_through IS NULL)", name="both_ends"),
        Index("ix_charging_terms_due", "community_id", "charged_through"),
    )

    household_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    community_id: Mapped[str] = mapped_column(String(36))
    room_id: Mapped[str] = mapped_column(String(36))
    charged_from: Mapped[date | None] = mapped_column(Date, comment="hand-over, or transfer to the household")
    charged_through: Mapped[date | None] = mapped_column(Date, comment="the last day charged so far")
    ends_on: Mapped[date | None] = mapped_column(Date, comment="the last day that may be charged: it left then")
