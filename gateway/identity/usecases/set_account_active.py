"""Disable an account, or let it sign in again."""

from gateway.identity import repository
from gateway.identity.domain.errors import OwnAccount
from gateway.identity.models import Account
from gateway.identity.usecases.create_account import must_be_own
from gateway.identity.usecases.recording import record
from gateway.identity.usecases.telling import state_of
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def disable_account(tx: Transaction, caller: Caller, account_id: str) -> Account:
    """Ends every sign-in of the account. Raises NotFound, Stale, OwnAccount, OutsideOwnCommunities."""
    account = await _set(tx, caller, account_id, active=False)
    await repository.revoke_sessions_of(tx.session, account.id, tx.now, "account_disabled")
    await record(tx, "account.disabled", subject_id=account.id)
    return account


async def enable_account(tx: Transaction, caller: Caller, account_id: str) -> Account:
    """Raises NotFound, Stale, OwnAccount, OutsideOwnCommunities."""
    account = await _set(tx, caller, account_id, active=True)
    await record(tx, "account.enabled", subject_id=account.id)
    return account


async def _set(tx: Transaction, caller: Caller, account_id: str, *, active: bool) -> Account:
    account = await repository.load_account(tx.session, account_id, caller.communities)
    tx.guard(account)
    must_be_own(caller, account.communities)
    if account.id == caller.account_id:
        raise OwnAccount
    account.is_active = active
    tx.publish(account, state_of(account, version=account.version + 1))
    return account
