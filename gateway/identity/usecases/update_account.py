"""Change an account's name, language, roles or communities."""

from gateway.identity import repository
from gateway.identity.domain.errors import OwnAccount
from gateway.identity.models import Account, Membership
from gateway.identity.schemas import AccountUpdate
from gateway.identity.usecases.create_account import must_be_own, must_be_roles
from gateway.identity.usecases.recording import record
from gateway.identity.usecases.telling import state_of
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def update_account(tx: Transaction, caller: Caller, account_id: str, update: AccountUpdate) -> Account:
    """Raises NotFound, Stale, OwnAccount, OutsideOwnCommunities, UnknownRole."""
    account = await repository.load_account(tx.session, account_id, caller.communities)
    tx.guard(account)

    must_be_own(caller, account.communities)
    if account.id == caller.account_id and (update.roles is not None or update.communities is not None):
        raise OwnAccount
    if update.roles is not None:
        must_be_roles(update.roles)
    if update.communities is not None:
        must_be_own(caller, update.communities)

    _apply(account, update)
    tx.publish(account, state_of(account, version=account.version + 1))
    await record(
        tx,
        "account.updated",
        subject_id=account.id,
        fields=sorted(update.model_fields_set),
        roles=account.roles,
        communities=account.communities,
    )
    return account


def _apply(account: Account, update: AccountUpdate) -> None:
    if update.display_name is not None:
        account.display_name = update.display_name
    if update.locale is not None:
        account.locale = update.locale
    if update.roles is not None:
        account.roles = sorted(set(update.roles))
    if update.communities is not None:
        kept = {membership.community_id: membership for membership in account.memberships}
        account.memberships = [
            kept.get(community) or Membership(community_id=community) for community in sorted(set(update.communities))
        ]
