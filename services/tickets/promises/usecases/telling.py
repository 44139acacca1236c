"""A promise as its events carry it, and what time has done to it."""

from typing import Any

from services.tickets.promises.domain.promising import AboutKind, PromiseAction, pass_time
from services.tickets.promises.models import Promise
from shared.contracts.tickets import PromiseBroken, PromiseDue
from shared.runtime.unit_of_work import Transaction


def state_of(promise: Promise) -> dict[str, Any]:
    """The fields that every `promise.*` event has."""
    return {
        "promise_id": promise.id,
        "kind": promise.kind,
        "owner_id": promise.owner_id,
        "ticket_id": promise.about_id if promise.about_kind == AboutKind.TICKET else None,
        "room_code": promise.room_code,
        "due_at": promise.due_at,
    }


def tell_time(tx: Transaction, promise: Promise) -> None:
    """Whoever comes late tells what the timer has not told yet."""
    for done in pass_time(promise, tx.now):
        told = PromiseDue if done is PromiseAction.FALL_DUE else PromiseBroken
        tx.publish(promise, told(**state_of(promise)))
