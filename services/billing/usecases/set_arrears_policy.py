"""Set a community's own thresholds of arrears. Source: handbook B-11."""

from services.billing.domain.arrears import ArrearsPolicy
from services.billing.models import ArrearsPolicyRow
from services.billing.repository import arrears, replicas
from shared.kernel.errors import Stale
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def set_arrears_policy(
    tx: Transaction, caller: Caller, community_id: str | None, policy: ArrearsPolicy
) -> ArrearsPolicyRow:
    """Holds from the next day's judgement on; crossings that last are judged by it too. Raises NotFound, Stale."""
    community = await replicas.load_community(tx.session, caller.community(community_id))
    row = await arrears.lock_policy(tx.session, community.id)
    if tx.expected_version not in {None, row.version}:
        raise Stale(version=row.version)
    row.months = policy.months
    row.amount_fen = policy.amount_fen
    row.version += 1
    return row
