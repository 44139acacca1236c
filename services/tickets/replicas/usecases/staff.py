"""Whether an account may be given something."""

from collections.abc import Collection

from services.tickets.domain.duties import Standing
from services.tickets.replicas import repository as replicas
from services.tickets.replicas.domain.errors import UnfitAccount
from shared.kernel.role_names import ROLE_NAMES
from shared.kernel.text import spelled_out
from shared.runtime.unit_of_work import Transaction


async def require_fit(
    tx: Transaction, community_id: str, account_id: str, roles: Collection[str], *, pointer: str
) -> Standing:
    """The account, active in the community with one of the roles. Raises UnfitAccount."""
    account = await replicas.find_account(tx.session, account_id)
    fits = (
        account is not None
        and account.active
        and community_id in account.communities
        and not set(roles).isdisjoint(account.roles)
    )
    if account is None or not fits:
        raise UnfitAccount(pointer=pointer, account_id=account_id, roles=spelled_out(sorted(roles), ROLE_NAMES))
    return Standing(account.id, account.roles)
