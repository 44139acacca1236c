"""A deposit's life: held, released, asked back, approved, paid out. Source: handbook B-07, B-09, R-31, R-36."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from services.billing.domain.ledger import PaymentMethod
from shared.kernel.state_machine import StateMachine
from shared.kernel.text import Text


class DepositStatus(StrEnum):
    """`kept`: nothing was left of it to give back."""

    HELD = "held"
    RELEASED = "released"
    REQUESTED = "requested"
    APPROVED = "approved"
    REFUNDED = "refunded"
    KEPT = "kept"


class DepositAction(StrEnum):
    """`release` and `keep` come by event; the rest is done by people, each step by who may."""

    RELEASE = "release"
    KEEP = "keep"
    REQUEST = "request"
    APPROVE = "approve"
    REFUSE = "refuse"
    PAY = "pay"


DEPOSIT_TRANSITIONS: Mapping[tuple[DepositStatus, DepositAction], DepositStatus] = {
    (DepositStatus.HELD, DepositAction.RELEASE): DepositStatus.RELEASED,
    (DepositStatus.HELD, DepositAction.KEEP): DepositStatus.KEPT,
    (DepositStatus.RELEASED, DepositAction.REQUEST): DepositStatus.REQUESTED,
    (DepositStatus.REQUESTED, DepositAction.APPROVE): DepositStatus.APPROVED,
    (DepositStatus.REQUESTED, DepositAction.REFUSE): DepositStatus.RELEASED,
    (DepositStatus.APPROVED, DepositAction.PAY): DepositStatus.REFUNDED,
}
DEPOSIT_STATUSES: Mapping[DepositStatus, Text] = {
    DepositStatus.HELD: Text(zh="代管中", en="Held"),
    DepositStatus.RELEASED: Text(zh="可退还", en="Released"),
    DepositStatus.REQUESTED: Text(zh="退还待审批", en="Refund requested"),
    DepositStatus.APPROVED: Text(zh="已批准退还", en="Refund approved"),
    DepositStatus.REFUNDED: Text(zh="已退还", en="Refunded"),
    DepositStatus.KEPT: Text(zh="已全额扣除", en="Kept in full"),
}

DEPOSIT_LIFE = StateMachine("deposit", DEPOSIT_TRANSITIONS, DEPOSIT_STATUSES)

OPEN = (DepositStatus.HELD, DepositStatus.RELEASED, DepositStatus.REQUESTED, DepositStatus.APPROVED)
"""Money of a household is still held: the list that is reported (B-09)."""

SETTLED = (DepositStatus.REFUNDED, DepositStatus.KEPT)
"""Nothing of it is held any more, and that was told."""

REFUND_METHODS = frozenset(PaymentMethod) - {PaymentMethod.PREPAID}
"""A deposit is paid out; turning it into a prepaid balance would be no refund against the receipt."""

BY_PEOPLE = frozenset(DepositAction) - {DepositAction.RELEASE, DepositAction.KEEP}


@dataclass(frozen=True, slots=True)
class Claim:
    """What is to be kept of deposits, and the kind of reason."""

    reason: str
    amount_fen: int


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of one deposit."""

    claims: tuple[Claim, ...]

    @property
    def amount_fen(self) -> int:
        """Never more than the deposit."""
        return sum(claim.amount_fen for claim in self.claims)


def keep_of(paid_fen: Sequence[int], claims: Iterable[Claim]) -> tuple[list[Kept], int]:
    """What is kept of each deposit, one after the other, and what none of them covers.

    Nothing is kept beyond what was paid in: the household's debt beyond it is no matter of the deposit (R-31).
    """
    left = [claim for claim in claims if claim.amount_fen > 0]
    kept: list[Kept] = []
    for paid in paid_fen:
        room, taken, rest = paid, [], []
        for claim in left:
            part = min(room, claim.amount_fen)
            room -= part
            if part:
                taken.append(Claim(claim.reason, part))
            if part < claim.amount_fen:
                rest.append(Claim(claim.reason, claim.amount_fen - part))
        kept.append(Kept(tuple(taken)))
        left = rest
    return kept, sum(claim.amount_fen for claim in left)


def possible(status: DepositStatus) -> list[str]:
    """What people may do next."""
    return [action for action in DEPOSIT_LIFE.actions(status) if action in BY_PEOPLE]
