"""A prepaid balance is paid out: asked for, approved by another, paid. Source: handbook B-06, B-07, R-07."""

from collections.abc import Mapping
from enum import StrEnum

from shared.kernel.state_machine import StateMachine
from shared.kernel.text import Text


class PayoutStatus(StrEnum):
    """Where it stands."""

    REQUESTED = "requested"
    APPROVED = "approved"
    PAID = "paid"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class PayoutAction(StrEnum):
    """Each step by who may; nobody approves what they asked for."""

    APPROVE = "approve"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    PAY = "pay"


PAYOUT_TRANSITIONS: Mapping[tuple[PayoutStatus, PayoutAction], PayoutStatus] = {
    (PayoutStatus.REQUESTED, PayoutAction.APPROVE): PayoutStatus.APPROVED,
    (PayoutStatus.REQUESTED, PayoutAction.REFUSE): PayoutStatus.REFUSED,
    (PayoutStatus.REQUESTED, PayoutAction.WITHDRAW): PayoutStatus.WITHDRAWN,
    (PayoutStatus.APPROVED, PayoutAction.WITHDRAW): PayoutStatus.WITHDRAWN,
    (PayoutStatus.APPROVED, PayoutAction.PAY): PayoutStatus.PAID,
}
PAYOUT_STATUSES: Mapping[PayoutStatus, Text] = {
    PayoutStatus.REQUESTED: Text(zh="待审批", en="Requested"),
    PayoutStatus.APPROVED: Text(zh="已批准", en="Approved"),
    PayoutStatus.PAID: Text(zh="已退款", en="Paid out"),
    PayoutStatus.REFUSED: Text(zh="不予批准", en="Refused"),
    PayoutStatus.WITHDRAWN: Text(zh="已撤回", en="Withdrawn"),
}
PAYOUT_ACTIONS: Mapping[PayoutAction, Text] = {
    PayoutAction.APPROVE: Text(zh="批准", en="Approve"),
    PayoutAction.REFUSE: Text(zh="不批准", en="Refuse"),
    PayoutAction.WITHDRAW: Text(zh="撤回", en="Withdraw"),
    PayoutAction.PAY: Text(zh="付款", en="Pay out"),
}

PAYOUT_LIFE = StateMachine("payout", PAYOUT_TRANSITIONS, PAYOUT_STATUSES)

OPEN_PAYOUTS = (PayoutStatus.REQUESTED, PayoutStatus.APPROVED)
"""One of these at a time for a household."""
