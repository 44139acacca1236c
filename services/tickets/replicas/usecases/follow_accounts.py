"""Keep the replica of staff names and duties."""

from services.tickets.replicas.models import AccountReplica
from shared.contracts.envelope import CloudEvent
from shared.contracts.gateway import AccountChanged
from shared.runtime.replicas import keep_newest
from shared.runtime.unit_of_work import Transaction


async def follow_account(tx: Transaction, _envelope: CloudEvent, account: AccountChanged) -> None:
    """An account as it now is."""
    await keep_newest(
        tx.session,
        AccountReplica,
        id=account.account_id,
        display_name=account.display_name,
        roles=account.roles,
        communities=account.communities,
        active=account.active,
        version=account.version,
    )
