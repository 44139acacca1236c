"""The double-entry ledger: rows are added, never changed. Source: handbook B-05."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Date, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.billing.domain.ledger import Account
from services.billing.models.base import Base
from shared.runtime.database import UtcDateTime

_CHART = ", ".join(f"'{account.value}'" for account in Account)


class LedgerEntry(Base):
    """What one charge, payment, credit, deduction or refund booked; once, by constraint."""

    __tablename__ = "ledger_entries"
    __table_args__ = (
        UniqueConstraint("kind", "source_id"),
        Index("ix_ledger_entries_day", "community_id", "day"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    community_id: Mapped[str] = mapped_column(String(36))
    household_id: Mapped[str] = mapped_column(String(36), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    source_id: Mapped[str] = mapped_column(String(36), comment="charge, payment, credit or deposit")
    day: Mapped[date] = mapped_column(Date, comment="the community's accounting day")
    posted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    posted_by: Mapped[str | None] = mapped_column(String(36), comment="account id; none for what an event led to")


class LedgerPosting(Base):
    """One amount from the credited to the debited account: balanced by its shape, checked by the database."""

    __tablename__ = "ledger_postings"
    __table_args__ = (
        CheckConstraint("amount_fen > 0", name="amount_positive"),
        CheckConstraint("debit_account <> credit_account", name="two_accounts"),
        CheckConstraint(f"debit_account IN ({_CHART})", name="debit_in_chart"),
        CheckConstraint(f"credit_account IN ({_CHART})", name="credit_in_chart"),
    )

    entry_id: Mapped[str] = mapped_column(ForeignKey("ledger_entries.id"), primary_key=True)
    line: Mapped[int] = mapped_column(Integer, primary_key=True)
    debit_account: Mapped[str] = mapped_column(String(16))
    credit_account: Mapped[str] = mapped_column(String(16))
    amount_fen: Mapped[int] = mapped_column(BigInteger)
    item: Mapped[str | None] = mapped_column(String(64))
    charge_id: Mapped[str | None] = mapped_column(String(36), index=True)
