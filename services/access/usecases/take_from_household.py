"""A household has left: its passes open nothing any more, its keys are recalled. Source: handbook R-07; flow 7."""

from services.access.domain.keys import Movement
from services.access.domain.lifecycle import WAITING, Action, Status
from services.access.repository import keys, passes
from services.access.usecases.advancing import advance
from services.access.usecases.moving_keys import move
from services.access.usecases.telling import state_of
from shared.contracts.access import PassSuspended
from shared.runtime.unit_of_work import Transaction

_NOTE = "业户已迁出 / household left"


async def take_from_household(tx: Transaction, household_id: str) -> None:
    """What is not issued yet is refused. Safe to repeat; the household is locked by the caller."""
    for card in await passes.lock_passes_of_household(tx.session, household_id):
        if Status(card.status) in WAITING:
            advance(tx, card, Action.REFUSE, note=_NOTE)
        else:
            advance(tx, card, Action.REVOKE, note=_NOTE)
            tx.publish(card, PassSuspended(**state_of(card)))
    for key in await keys.lock_keys_of_household(tx.session, household_id):
        move(tx, key, Movement.RECALLED)
