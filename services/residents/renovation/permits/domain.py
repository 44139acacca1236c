"""When a permit may be prolonged, and by what it is replaced. Source: handbook R-32."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from shared.kernel.errors import DomainError, Kind
from shared.kernel.state_machine import StateMachine
from shared.kernel.text import Text


class ExtensionStatus(StrEnum):
    """Where a request for more time stands."""

    REQUESTED = "requested"
    APPROVED = "approved"
    REJECTED = "rejected"


class ExtensionAction(StrEnum):
    """What can be done with it."""

    APPROVE = "approve"
    REJECT = "reject"


TRANSITIONS: Mapping[tuple[ExtensionStatus, ExtensionAction], ExtensionStatus] = {
    (ExtensionStatus.REQUESTED, ExtensionAction.APPROVE): ExtensionStatus.APPROVED,
    (ExtensionStatus.REQUESTED, ExtensionAction.REJECT): ExtensionStatus.REJECTED,
}
EXTENSION_STATUSES: Mapping[ExtensionStatus, Text] = {
    ExtensionStatus.REQUESTED: Text(zh="已申请", en="Requested"),
    ExtensionStatus.APPROVED: Text(zh="已批准", en="Approved"),
    ExtensionStatus.REJECTED: Text(zh="不予批准", en="Rejected"),
}

EXTENSION = StateMachine("extension", TRANSITIONS, EXTENSION_STATUSES)


class BadExtension(DomainError):
    """The new end is no later than the present one, or lies too far away."""

    slug = "bad-extension"
    kind = Kind.INVALID
    title = Text(zh="延期无效", en="Invalid extension")
    detail = Text(
        zh="新的结束日期须晚于 {until} 和今天，且许可证期限不超过 {days} 天。",
        en="The new end must come after {until} and not before today; a permit is for {days} days at most.",
    )


class ExtensionPending(DomainError):
    """One request at a time."""

    slug = "extension-pending"
    kind = Kind.CONFLICT
    title = Text(zh="已有待审批的延期申请", en="An extension is being decided")
    detail = Text(zh="已有一份延期申请等待审批。", en="Another request for more time waits for its decision.")


def extended_period(
    valid_from: date, valid_until: date, ends_on: date, today: date, *, longest_days: int
) -> tuple[date, date]:
    """From today, or from the old beginning where that is still to come. Raises BadExtension."""
    begins = max(valid_from, today)
    if ends_on <= valid_until or not 0 <= (ends_on - begins).days < longest_days:
        raise BadExtension(pointer="/ends_on", until=valid_until.isoformat(), days=longest_days)
    return begins, ends_on


def extended_number(first_number: str, permits_before: int) -> str:
    """The first permit's number and which extension it is: `SG-P26-0001-E1`."""
    return f"{first_number}-E{permits_before}"
