"""Bring a renovation's worker passes in line with what is known of it. Safe to repeat. Source: handbook A-31."""

from datetime import date

from services.access.domain.lifecycle import WAITING, Action, Kind, Status
from services.access.domain.policy import WORKER_PASS_LIMIT
from services.access.domain.standing import due_action
from services.access.models import Pass, RenovationReplica
from services.access.repository import passes
from services.access.usecases.advancing import advance
from services.access.usecases.opening import Place, Wish, open_pass
from services.access.usecases.telling import state_of
from shared.contracts.access import PassIssued, PassRequested, PassSuspended
from shared.runtime.unit_of_work import Transaction

# A refused or revoked pass still takes in what was true of it before: the refusal may only have come first.
_NOT_HANDED_OUT = (*WAITING, Status.REFUSED)
_CLOSED = (Status.RETURNED, Status.LOST)


async def settle_passes(tx: Transaction, works: RenovationReplica) -> None:
    """Open what is missing, then move and date every pass. `works` is locked by the caller."""
    if not works.standing.is_live:
        return
    cards = list(await passes.lock_passes_of(tx.session, works.id))
    cards += await _open_missing(tx, works, {card.holder_id for card in cards})
    for card in cards:
        _follow(tx, works, card)


async def _open_missing(tx: Transaction, works: RenovationReplica, holders: set[str]) -> list[Pass]:
    """A pass for each worker who has none. The unique (renovation, worker) stands behind it."""
    if works.room_id is None or works.room_code is None:  # only a payment is known yet: no workers either
        return []
    place = Place(works.community_id, works.room_id, works.room_code, works.household_id)
    opened = []
    for worker_id in works.worker_ids:
        if worker_id not in holders:
            wish = Wish(holder_id=worker_id, renovation_id=works.id)
            card = await open_pass(tx, Kind.WORKER, place, wish, actor_id=None)
            tx.publish(card, PassRequested(**state_of(card)))
            holders.add(worker_id)
            opened.append(card)
    return opened


def _follow(tx: Transaction, works: RenovationReplica, card: Pass) -> None:
    """Copy fee, clock and period, do the one action that the standing asks for, tell what the gate does now."""
    redated = _copy_period(works, card)
    if redated and card.status == Status.EXPIRED:
        advance(tx, card, Action.EXTEND)
    card.fee_paid_at = works.standing.fee_paid_at
    if card.status in _NOT_HANDED_OUT and works.standing.ready_at is not None:
        card.due_at = works.standing.ready_at + WORKER_PASS_LIMIT
    action = due_action(Status(card.status), works.standing)
    if action is not None:
        advance(tx, card, action)
    if card.status == Status.ISSUED and (redated or action is Action.RESUME):
        tx.publish(card, PassIssued(**state_of(card)))
    elif action is Action.RECALL or (card.status == Status.SUSPENDED and (redated or action is Action.SUSPEND)):
        tx.publish(card, PassSuspended(**state_of(card)))


def _copy_period(works: RenovationReplica, card: Pass) -> bool:
    """The pass is valid as long as the permit is; whether that changed. An expired one lives on only if prolonged."""
    period = (works.valid_from, works.valid_until)
    if card.status in _CLOSED or period in {(None, None), (card.valid_from, card.valid_until)}:
        return False
    if card.status == Status.EXPIRED and not _is_later(works.valid_until, card.valid_until):
        return False
    card.valid_from, card.valid_until = period
    return True


def _is_later(until: date | None, before: date | None) -> bool:
    return until is not None and before is not None and until > before
