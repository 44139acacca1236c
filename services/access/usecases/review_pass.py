"""Security's review of a pass. Source: handbook A-31."""

from services.access.domain.lifecycle import Action
from services.access.models import Pass
from services.access.repository import passes
from services.access.schemas.passes import Review, ReviewDecision
from services.access.usecases.advancing import advance
from shared.kernel.errors import InvalidField
from shared.kernel.text import Text
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def review_pass(tx: Transaction, caller: Caller, pass_id: str, review: Review) -> Pass:
    """The reviewed or refused pass; a refusal says why. Raises NotFound, Stale, IllegalTransition."""
    card = await passes.lock_pass(tx.session, pass_id, caller.communities)
    tx.guard(card)
    if review.decision is ReviewDecision.REFUSE and review.reason is None:
        raise InvalidField(pointer="/reason", reason=Text(zh="不通过须说明原因", en="A refusal needs its reason"))
    action = Action.APPROVE if review.decision is ReviewDecision.PASS else Action.REFUSE
    advance(tx, card, action, actor_id=caller.account_id, note=review.reason)
    return card
