"""Bar a pass that is out, with a reason on record. Source: handbook A-34, R-35."""

from services.access.domain.lifecycle import Action
from services.access.models import Pass
from services.access.repository import passes
from services.access.schemas.passes import Revocation
from services.access.usecases.advancing import advance
from services.access.usecases.telling import state_of
from shared.contracts.access import PassSuspended
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def revoke_pass(tx: Transaction, caller: Caller, pass_id: str, revocation: Revocation) -> Pass:
    """The revoked pass; told as one that opens nothing. Raises NotFound, Stale, IllegalTransition."""
    card = await passes.lock_pass(tx.session, pass_id, caller.communities)
    tx.guard(card)
    advance(tx, card, Action.REVOKE, actor_id=caller.account_id, note=revocation.reason)
    tx.publish(card, PassSuspended(**state_of(card)))
    return card
