"""An account's state as its event carries it."""

from gateway.identity.models import Account
from shared.contracts.gateway import AccountChanged


def state_of(account: Account, *, version: int) -> AccountChanged:
    """`version` is the one that the change leads to."""
    return AccountChanged(
        account_id=account.id,
        display_name=account.display_name,
        roles=list(account.roles),
        communities=account.communities,
        active=account.is_active,
        version=version,
    )
