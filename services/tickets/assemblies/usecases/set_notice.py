"""Set a community's own notice of assemblies. Source: handbook T-29."""

from services.tickets.assemblies import repository
from services.tickets.assemblies.models import AssemblyPolicy
from services.tickets.assemblies.schemas import NoticeChange
from services.tickets.replicas import repository as replicas
from shared.kernel.errors import Stale
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def set_notice(tx: Transaction, caller: Caller, community_id: str | None, change: NoticeChange) -> AssemblyPolicy:
    """Holds for what is called from now on. Raises NotFound, Stale."""
    community = await replicas.find_community(tx.session, caller.community(community_id))
    row = await repository.lock_policy(tx.session, community.id)
    if tx.expected_version not in {None, row.version}:
        raise Stale(version=row.version)
    row.notice_days = change.notice_days
    row.version += 1
    return row
