"""What completion waits for, and what is kept of the deposit. Source: handbook R-31, R-36."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from services.residents.renovation.domain.dues import WORKER_PASS
from shared.kernel.errors import DomainError, InvalidField, Kind
from shared.kernel.text import Locale, Text

_WITH_THE_WORKER = frozenset({"issued", "suspended", "recalled", "expired", "lost", "revoked"})


class DeductionReason(StrEnum):
    """Reasons beside the breaches."""

    WORKER_PASS = WORKER_PASS
    RUBBISH = "rubbish"
    OTHER = "other"


DEDUCTION_REASONS: Mapping[DeductionReason, Text] = {
    DeductionReason.WORKER_PASS: Text(zh="出入证未交回或遗失", en="Pass not returned or lost"),
    DeductionReason.RUBBISH: Text(zh="垃圾清运", en="Rubbish removal"),
    DeductionReason.OTHER: Text(zh="其他", en="Other"),
}


class Hindrance(StrEnum):
    """What a completion waits for."""

    NOT_INSPECTED = "not_inspected"
    OPEN_BREACHES = "open_breaches"
    OPEN_NOTICES = "open_notices"
    HOT_WORK_GOES_ON = "hot_work_goes_on"
    PASSES_OUT = "passes_out"


HINDRANCES: Mapping[Hindrance, Text] = {
    Hindrance.NOT_INSPECTED: Text(zh="竣工验收尚未合格", en="the completion inspection has not passed"),
    Hindrance.OPEN_BREACHES: Text(zh="违规尚未整改", en="breaches are not cured"),
    Hindrance.OPEN_NOTICES: Text(zh="整改通知尚未消除", en="rectification notices are open"),
    Hindrance.HOT_WORK_GOES_ON: Text(zh="动火许可尚未结束", en="a hot-work permit has not ended"),
    Hindrance.PASSES_OUT: Text(zh="出入证未全部交回", en="worker passes are not all back"),
}


class NotReadyToComplete(DomainError):
    """Everything that completion still waits for, each by name."""

    slug = "not-ready-to-complete"
    kind = Kind.CONFLICT
    title = Text(zh="尚不能办理竣工", en="Not ready to be completed")
    detail = Text(zh="尚未满足：{waits}。", en="Still waiting: {waits}.")

    def __init__(self, hindrances: Sequence[Hindrance]) -> None:
        self.hindrances = tuple(hindrances)
        super().__init__()

    def explain(self, locale: Locale) -> str:
        """Every hindrance by name."""
        separator = "、" if locale == "zh-CN" else "; "
        return self.detail.pick(locale, waits=separator.join(HINDRANCES[each].pick(locale) for each in self.hindrances))


class AboveDeposit(DomainError):
    """Not more is kept than was paid in."""

    slug = "deduction-above-deposit"
    kind = Kind.INVALID
    title = Text(zh="扣款超过押金", en="Deductions above the deposit")
    detail = Text(
        zh="扣款合计 {deducted_fen} 分，超过押金 {deposit_fen} 分。",
        en="The deductions come to {deducted_fen} fen, more than the deposit of {deposit_fen} fen.",
    )


class DepositUnknown(DomainError):
    """Billing's word on the amount has not arrived."""

    slug = "deposit-unknown"
    kind = Kind.CONFLICT
    title = Text(zh="押金金额未知", en="Deposit unknown")
    detail = Text(
        zh="尚未收到计费服务告知的押金金额，暂不能扣款，请稍后再试。",
        en="Billing has not told the deposit's amount yet: nothing can be kept of it for now; try again soon.",
    )


class UnknownPart(InvalidField):
    """Names a pass or breach that has no place here."""

    slug = "unknown-part"
    title = Text(zh="不属于此装修", en="Not of this renovation")


@dataclass(frozen=True, slots=True)
class Deduction:
    """What is kept, and why; a lost pass or a breach is named."""

    reason: str
    amount_fen: int
    note: str | None = None
    violation_id: str | None = None
    pass_id: str | None = None


@dataclass(frozen=True, slots=True)
class Compensation:
    """A breach that was to be compensated: kept of the deposit unless it is settled otherwise."""

    violation_id: str
    breach: str
    amount_fen: int


def is_out(pass_status: str) -> bool:
    """Whether the card may be in a worker's hands; one that was never handed out is not (R-36)."""
    return pass_status in _WITH_THE_WORKER


@dataclass(frozen=True, slots=True)
class Readiness:
    """What is known of the site on which completion depends."""

    is_inspected: bool
    open_breaches: int
    open_notices: int
    live_hot_works: int
    unexplained_passes: int

    def hindrances(self) -> list[Hindrance]:
        """Everything that is still waited for, in the order of the handbook."""
        waits = {
            Hindrance.NOT_INSPECTED: not self.is_inspected,
            Hindrance.OPEN_BREACHES: self.open_breaches > 0,
            Hindrance.OPEN_NOTICES: self.open_notices > 0,
            Hindrance.HOT_WORK_GOES_ON: self.live_hot_works > 0,
            Hindrance.PASSES_OUT: self.unexplained_passes > 0,
        }
        return [each for each, is_waiting in waits.items() if is_waiting]


def deductions_of(
    explained: Sequence[Deduction],
    further: Sequence[Deduction],
    compensations: Sequence[Compensation],
    settled: Collection[str],
) -> list[Deduction]:
    """Passes that are explained, compensations that are not settled otherwise, and what the manager adds."""
    owed = [
        Deduction(reason=each.breach, amount_fen=each.amount_fen, violation_id=each.violation_id)
        for each in compensations
        if each.violation_id not in settled
    ]
    return [*explained, *owed, *further]


def check_total(deductions: Sequence[Deduction], deposit_fen: int | None) -> None:
    """Raises AboveDeposit, DepositUnknown."""
    total = sum(each.amount_fen for each in deductions)
    if total and deposit_fen is None:
        raise DepositUnknown
    if deposit_fen is not None and total > deposit_fen:
        raise AboveDeposit(pointer="/deductions", deducted_fen=total, deposit_fen=deposit_fen)


def deposit_of(amounts: Sequence[int | None]) -> int | None:
    """What the standing deposit charges come to; None while one is known by its payment alone."""
    if not amounts or any(amount is None for amount in amounts):
        return None
    return sum(amount or 0 for amount in amounts)
