"""Hand a key out of custody, or take it in. Source: handbook A-21."""

from services.access.domain.keys import Movement
from services.access.models import Key
from services.access.repository import keys
from services.access.schemas.keys import KeyIssue, KeyReturn
from services.access.usecases.moving_keys import move
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def issue_key(tx: Transaction, caller: Caller, key_id: str, issue: KeyIssue) -> Key:
    """To whom, after a look at the identity. Raises NotFound, Stale, IllegalTransition."""
    key = await keys.lock_key(tx.session, key_id, caller.communities)
    tx.guard(key)
    key.holder_name = issue.received_by
    move(tx, key, Movement.ISSUED, actor_id=caller.account_id, party=issue.received_by, note=issue.purpose)
    return key


async def return_key(tx: Transaction, caller: Caller, key_id: str, back: KeyReturn) -> Key:
    """Into custody; of a household that has left, out of use. Raises NotFound, Stale, IllegalTransition."""
    key = await keys.lock_key(tx.session, key_id, caller.communities)
    tx.guard(key)
    key.holder_name = None
    move(tx, key, Movement.RETURNED, actor_id=caller.account_id, party=back.brought_by, note=back.note)
    return key
