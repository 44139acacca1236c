"""Keep the staff's names."""

from services.residents.staff.models import StaffReplica
from shared.contracts.envelope import CloudEvent
from shared.contracts.gateway import AccountChanged
from shared.runtime.replicas import keep_newest
from shared.runtime.unit_of_work import Transaction


async def follow_account(tx: Transaction, _envelope: CloudEvent, account: AccountChanged) -> None:
    """An account as it now is; who has left signed papers all the same."""
    await keep_newest(
        tx.session,
        StaffReplica,
        id=account.account_id,
        display_name=account.display_name,
        version=account.version,
    )
