"""A promise's life, and whose authority it needs. Source: handbook T-05, T-15, T-27."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from services.tickets.domain.duties import Standing
from services.tickets.promises.domain.errors import PromisePast, PromiseTooFar
from shared.kernel.state_machine import StateMachine
from shared.kernel.text import Text

TOLD_BEFORE = timedelta(minutes=15)
"""The owner hears of it this long before: as long as for an appointment (T-07)."""
_FURTHEST = timedelta(days=366)


class PromiseKind(StrEnum):
    """What was promised (T-27); `time` is one that the resident demands (T-05), `compensation` is money (T-15)."""

    CALL_BACK = "call_back"
    VISIT = "visit"
    ANSWER = "answer"
    TIME = "time"
    COMPENSATION = "compensation"
    OTHER = "other"


class AboutKind(StrEnum):
    """What a promise is about; `reference` is a thing of another service, kept as it was given."""

    TICKET = "ticket"
    ROOM = "room"
    HOUSEHOLD = "household"
    REFERENCE = "reference"


class PromiseStatus(StrEnum):
    """Where a promise stands; one that waits for approval is no promise yet."""

    PROPOSED = "proposed"
    OPEN = "open"
    DUE = "due"
    BROKEN = "broken"
    KEPT = "kept"
    CANCELLED = "cancelled"


class PromiseAction(StrEnum):
    """What happens to it; `fall_due` and `break` are the timer's."""

    APPROVE = "approve"
    FALL_DUE = "fall_due"
    BREAK = "break"
    KEEP = "keep"
    CANCEL = "cancel"
    HAND_OVER = "hand_over"


UNSETTLED = (PromiseStatus.OPEN, PromiseStatus.DUE, PromiseStatus.BROKEN)
ALIVE = (PromiseStatus.PROPOSED, *UNSETTLED)
TRANSITIONS: Mapping[tuple[PromiseStatus, PromiseAction], PromiseStatus] = {
    (PromiseStatus.PROPOSED, PromiseAction.APPROVE): PromiseStatus.OPEN,
    (PromiseStatus.OPEN, PromiseAction.FALL_DUE): PromiseStatus.DUE,
    (PromiseStatus.DUE, PromiseAction.BREAK): PromiseStatus.BROKEN,
    **{(status, PromiseAction.KEEP): PromiseStatus.KEPT for status in UNSETTLED},
    **{(status, PromiseAction.CANCEL): PromiseStatus.CANCELLED for status in ALIVE},
    **{(status, PromiseAction.HAND_OVER): status for status in ALIVE},
}
PROMISE_STATUSES: Mapping[PromiseStatus, Text] = {
    PromiseStatus.PROPOSED: Text(zh="待批准", en="Waiting for approval"),
    PromiseStatus.OPEN: Text(zh="已承诺", en="Promised"),
    PromiseStatus.DUE: Text(zh="到期", en="Due"),
    PromiseStatus.BROKEN: Text(zh="已失约", en="Broken"),
    PromiseStatus.KEPT: Text(zh="已兑现", en="Kept"),
    PromiseStatus.CANCELLED: Text(zh="已取消", en="Cancelled"),
}
PROMISES = StateMachine("promise", TRANSITIONS, PROMISE_STATUSES)


class Timed(Protocol):
    """What the timer moves: `wake_at` is when it is to be looked at next, None when never again."""

    status: str
    due_at: datetime
    wake_at: datetime | None
    broken_at: datetime | None


def check_due(due_at: datetime, now: datetime) -> None:
    """Raises PromisePast, PromiseTooFar."""
    if due_at < now:
        raise PromisePast(pointer="/due_at")
    if due_at > now + _FURTHEST:
        raise PromiseTooFar(pointer="/due_at", days=_FURTHEST.days)


def needs_approval(kind: PromiseKind, by: Standing) -> bool:
    """Compensation always; a time that the resident demands, unless a lead gives it (T-05, T-15)."""
    return kind is PromiseKind.COMPENSATION or (kind is PromiseKind.TIME and not by.is_lead)


def wake_time(status: PromiseStatus, due_at: datetime) -> datetime | None:
    """When the timer has to look: before the due time to tell it, at the due time to tell it broken."""
    if status is PromiseStatus.OPEN:
        return due_at - TOLD_BEFORE
    return due_at if status is PromiseStatus.DUE else None


def move(promise: Timed, action: PromiseAction) -> None:
    """Raises IllegalTransition."""
    status = PROMISES.next(PromiseStatus(promise.status), action)
    promise.status = status
    promise.wake_at = wake_time(status, promise.due_at)


def pass_time(promise: Timed, now: datetime) -> list[PromiseAction]:
    """What time has done to it by `now`, in order; broken at the due time exactly, however late this runs.

    Due now is in time. What once was broken stays counted, whatever becomes of it later.
    """
    done: list[PromiseAction] = []
    if promise.status == PromiseStatus.OPEN and now > promise.due_at - TOLD_BEFORE:
        move(promise, PromiseAction.FALL_DUE)
        done.append(PromiseAction.FALL_DUE)
    if promise.status == PromiseStatus.DUE and now > promise.due_at:
        move(promise, PromiseAction.BREAK)
        promise.broken_at = promise.due_at
        done.append(PromiseAction.BREAK)
    return done
