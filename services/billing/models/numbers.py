"""Counters of number series."""

from sqlalchemy import Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from services.billing.models.base import Base


class NumberSeries(Base):
    """The last number given of a series, such as `charge` of `261122` or `receipt` of `2026`.

    Its row is locked from the moment a number is taken until the commit: a series has no gap, because a number
    taken by what is rolled back is given again (B-06).
    """

    __tablename__ = "number_series"

    community_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    series: Mapped[str] = mapped_column(String(16), primary_key=True)
    period: Mapped[str] = mapped_column(String(16), primary_key=True)
    last: Mapped[int] = mapped_column(Integer)
