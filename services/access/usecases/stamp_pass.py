"""Put the stamp on a reviewed worker pass. Source: handbook A-31."""

from services.access.domain.lifecycle import Action
from services.access.models import Pass
from services.access.repository import passes
from services.access.usecases.advancing import advance
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def stamp_pass(tx: Transaction, caller: Caller, pass_id: str) -> Pass:
    """The stamped pass. Raises NotFound, Stale, IllegalTransition."""
    card = await passes.lock_pass(tx.session, pass_id, caller.communities)
    tx.guard(card)
    advance(tx, card, Action.STAMP, actor_id=caller.account_id)
    return card
