"""Bodies of the completion."""

from datetime import date, datetime
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from services.residents.renovation.completion.domain import Hindrance, is_out
from services.residents.renovation.completion.models import WorkerPassReplica
from services.residents.renovation.models import Completion, DepositRefund
from shared.kernel.text import Text
from shared.runtime.http.fields import Identifier, Prose
from shared.runtime.http.validation import BilingualValueError

Amount = Annotated[int, Field(ge=1, le=10**12, description="Integer fen", examples=[2_000])]
_UNCLEARED = Text(
    zh="现场已清理且许可证已交回方可判定合格",
    en="It passes only with the site cleared and the permit handed back",
)


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class CompletionInspectionBody(_Body):
    """What the completion inspection found (竣工验收, handbook R-36)."""

    passed: bool
    is_site_cleared: bool
    is_permit_returned: bool
    note: Prose | None = Field(default=None, examples=["现场已清理，与批准方案一致"])

    @model_validator(mode="after")
    def check_cleared(self) -> Self:
        """Raises BilingualValueError."""
        if self.passed and not (self.is_site_cleared and self.is_permit_returned):
            raise BilingualValueError(_UNCLEARED)
        return self


class PassExplained(_Body):
    """A pass that is lost or does not come back: why, and what is kept for it."""

    pass_id: Identifier
    explanation: Prose = Field(examples=["工人离场时遗失"])
    amount_fen: Amount


class DeductionBody(_Body):
    """What is kept of the deposit."""

    reason: Literal["rubbish", "other"]
    amount_fen: Amount
    note: Prose = Field(examples=["楼道清洁费用"])


class SettledBody(_Body):
    """A compensation that is not kept of the deposit: paid otherwise, or waived."""

    violation_id: Identifier
    note: Prose = Field(examples=["已另行现金赔付"])


class CompletionBody(_Body):
    """The decision. Compensations (handbook R-35) are kept of the deposit unless `settled` names them."""

    passes: list[PassExplained] = Field(default=[], max_length=100)
    deductions: list[DeductionBody] = Field(default=[], max_length=50)
    settled: list[SettledBody] = Field(default=[], max_length=50)
    note: Prose | None = None


class DeductionView(BaseModel):
    """What was kept of the deposit."""

    reason: str = Field(examples=["worker_pass"])
    amount_fen: int
    note: str | None
    violation_id: str | None
    pass_id: str | None


class CompletionView(BaseModel):
    """One attempt at completion."""

    requested_by: str
    requested_at: datetime
    inspected_by: str | None
    inspected_at: datetime | None
    has_passed: bool | None
    is_site_cleared: bool | None
    is_permit_returned: bool | None
    note: str | None
    completed_by: str | None
    completed_at: datetime | None
    deductions: list[DeductionView]
    settled: list[SettledBody]

    @classmethod
    def of(cls, completion: Completion) -> Self:
        """The view of a loaded row."""
        return cls.model_validate({name: getattr(completion, name) for name in cls.model_fields})


class RefundView(BaseModel):
    """What billing paid back of a deposit."""

    deposit_id: str
    paid_fen: int
    deducted_fen: int
    refunded_fen: int
    voucher_number: str
    refunded_at: datetime

    @classmethod
    def of(cls, refund: DepositRefund) -> Self:
        """The view of a loaded row."""
        return cls(
            deposit_id=refund.id,
            paid_fen=refund.paid_fen,
            deducted_fen=refund.deducted_fen,
            refunded_fen=refund.refunded_fen,
            voucher_number=refund.voucher_number,
            refunded_at=refund.refunded_at,
        )


class WorkerPassView(BaseModel):
    """A worker's pass as access told it."""

    pass_id: str
    worker_id: str
    number: str | None = Field(examples=["W-0001"])
    status: str = Field(examples=["issued"])
    is_out: bool = Field(description="In the worker's hands, or lost: completion waits for it or for an explanation")

    @classmethod
    def of(cls, card: WorkerPassReplica) -> Self:
        """The view of a loaded row."""
        return cls(
            pass_id=card.id,
            worker_id=card.worker_id,
            number=card.number,
            status=card.status,
            is_out=is_out(card.status),
        )


class CompensationView(BaseModel):
    """A breach that was to be compensated."""

    violation_id: str
    breach: str
    amount_fen: int


class Checklist(BaseModel):
    """What completion waits for, from live facts (handbook R-36)."""

    renovation_id: str
    status: str
    completed_on: date | None
    waits_for: list[Hindrance]
    passes: list[WorkerPassView]
    compensations: list[CompensationView] = Field(description="Kept of the deposit unless settled otherwise")
    deposit_fen: int | None = Field(description="Null until billing has told it")
