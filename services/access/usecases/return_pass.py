"""Take a pass back. Source: handbook A-31, A-32, R-36."""

from services.access.domain.lifecycle import Action
from services.access.models import Pass
from services.access.repository import passes
from services.access.usecases.advancing import advance
from services.access.usecases.telling import state_of
from shared.contracts.access import PassReturned
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def return_pass(tx: Transaction, caller: Caller, pass_id: str) -> Pass:
    """The returned pass. Raises NotFound, Stale, IllegalTransition."""
    card = await passes.lock_pass(tx.session, pass_id, caller.communities)
    tx.guard(card)
    advance(tx, card, Action.RETURN, actor_id=caller.account_id)
    card.returned_at = tx.now

    tx.publish(card, PassReturned(**state_of(card)))
    return card
