"""When a household owes so much or for so long that the owners' committee hears of it. Source: handbook B-11, T-26."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.billing.domain.days import months_before
from shared.kernel.text import Text


class Over(StrEnum):
    """Which threshold is passed; a household may be over both."""

    AGE = "age"
    AMOUNT = "amount"


OVER: Mapping[Over, Text] = {
    Over.AGE: Text(zh="欠费逾期过久", en="Owed for too long"),
    Over.AMOUNT: Text(zh="欠费金额过大", en="Owes too much"),
}


@dataclass(frozen=True, slots=True)
class ArrearsPolicy:
    """Over half a year or over CNY 5,000, unless the community has its own values."""

    months: int = 6
    amount_fen: int = 500_000

    def oldest_allowed(self, today: date) -> date:
        """The earliest due date that is not over the age yet."""
        return months_before(today, self.months)

    def passed(self, overdue_fen: int, oldest_due_on: date, today: date) -> list[Over]:
        """What of it the household is over; exactly at a threshold it is not."""
        over = []
        if oldest_due_on < self.oldest_allowed(today):
            over.append(Over.AGE)
        if overdue_fen > self.amount_fen:
            over.append(Over.AMOUNT)
        return over
