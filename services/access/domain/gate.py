"""The gate's question: does this pass open it today? Source: handbook A-03, A-34."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.access.domain.lifecycle import WAITING, Status


class Decision(StrEnum):
    """What the guard does."""

    ALLOW = "allow"
    DENY = "deny"


class Reason(StrEnum):
    """Why."""

    VALID = "valid"
    UNKNOWN_CODE = "unknown_code"
    PERMIT_NOT_A_PASS = "permit_not_a_pass"  # noqa: S105 - a reason, no password
    NOT_ISSUED = "not_issued"
    NOT_YET_VALID = "not_yet_valid"
    EXPIRED = "expired"
    SUSPENDED = "suspended"
    RETURNED = "returned"
    LOST = "lost"
    REVOKED = "revoked"
    RECALLED = "recalled"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer to one check."""

    reason: Reason

    @property
    def decision(self) -> Decision:
        """Only `valid` opens."""
        return Decision.ALLOW if self.reason is Reason.VALID else Decision.DENY


_BY_STATUS: Mapping[Status, Reason] = {
    **dict.fromkeys(WAITING, Reason.NOT_ISSUED),
    Status.SUSPENDED: Reason.SUSPENDED,
    Status.RETURNED: Reason.RETURNED,
    Status.EXPIRED: Reason.EXPIRED,
    Status.LOST: Reason.LOST,
    Status.REVOKED: Reason.REVOKED,
    Status.RECALLED: Reason.RECALLED,
    Status.REFUSED: Reason.REFUSED,
}


def judge(status: Status, *, valid_from: date | None, valid_until: date | None, today: date) -> Verdict:
    """Judge a pass on the community's local day; both ends of the period are days on which it opens."""
    reason = _BY_STATUS.get(status)
    if reason is None and valid_from is not None and today < valid_from:
        reason = Reason.NOT_YET_VALID
    if reason is None and valid_until is not None and today > valid_until:
        reason = Reason.EXPIRED
    return Verdict(reason or Reason.VALID)
