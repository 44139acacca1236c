"""Give an account its password, or another one."""

from gateway.identity import repository
from gateway.identity.models import Account
from gateway.identity.usecases.create_account import must_be_own
from gateway.identity.usecases.recording import record
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def set_password(tx: Transaction, caller: Caller, account_id: str, password_hash: str) -> Account:
    """Ends every sign-in of the account. Raises NotFound, Stale, OutsideOwnCommunities."""
    account = await repository.load_account(tx.session, account_id, caller.communities)
    tx.guard(account)
    must_be_own(caller, account.communities)

    account.password_hash = password_hash
    await repository.revoke_sessions_of(tx.session, account.id, tx.now, "password_set")
    await record(tx, "account.password_set", subject_id=account.id)
    return account
