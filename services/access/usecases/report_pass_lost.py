"""Bar a pass whose card is gone: the gate keeps it when it turns up. Source: handbook A-34."""

from services.access.domain.lifecycle import Action
from services.access.models import Pass
from services.access.repository import passes
from services.access.usecases.advancing import advance
from services.access.usecases.telling import state_of
from shared.contracts.access import PassLost
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def report_pass_lost(tx: Transaction, caller: Caller, pass_id: str) -> Pass:
    """The lost pass. Raises NotFound, Stale, IllegalTransition."""
    card = await passes.lock_pass(tx.session, pass_id, caller.communities)
    tx.guard(card)
    advance(tx, card, Action.REPORT_LOST, actor_id=caller.account_id)

    tx.publish(card, PassLost(**state_of(card)))
    return card
