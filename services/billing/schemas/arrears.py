"""Bodies of `/v1/arrears`. Amounts are integer fen."""

from datetime import date
from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from services.billing.domain.arrears import ArrearsPolicy, Over
from services.billing.models import ArrearsCrossing, ArrearsPolicyRow
from services.billing.usecases.judge_arrears import policy_of


class ArrearsPolicyChange(BaseModel):
    """Thresholds; a household is over when it owes longer or more, not when it is exactly there."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"months": 6, "amount_fen": 500_000}]})

    months: int = Field(ge=1, le=36)
    amount_fen: int = Field(ge=1, le=10**12, description="Integer fen")

    def policy(self) -> ArrearsPolicy:
        """As the rule takes it."""
        return ArrearsPolicy(self.months, self.amount_fen)


class ArrearsPolicyView(BaseModel):
    """What applies; version 0 has nothing of its own."""

    community_id: str
    months: int
    amount_fen: int
    judged_on: date | None = Field(description="The community's day that was judged last")
    version: int

    @classmethod
    def of(cls, community_id: str, row: ArrearsPolicyRow | None) -> Self:
        """The community's own values over the handbook's."""
        policy = policy_of(row)
        return cls(
            community_id=community_id,
            months=policy.months,
            amount_fen=policy.amount_fen,
            judged_on=row.judged_on if row else None,
            version=row.version if row else 0,
        )

    @classmethod
    def of_row(cls, row: ArrearsPolicyRow) -> Self:
        """The view of what was set."""
        return cls.of(row.community_id, row)


class ArrearsCrossingView(BaseModel):
    """A household over a threshold, with the figures of the day on which it crossed."""

    id: str
    community_id: str
    household_id: str
    room_code: str
    crossed_on: date
    over: list[Over]
    overdue_fen: int
    oldest_due_on: date
    ended_on: date | None = Field(description="The day on which it was under both thresholds again")

    @classmethod
    def of(cls, crossing: ArrearsCrossing) -> Self:
        """The view of a row."""
        return cls.model_validate({name: getattr(crossing, name) for name in cls.model_fields})
