"""Set a community's own values. Source: handbook R-32 to R-37."""

from services.residents.premises import repository as premises
from services.residents.renovation.domain.policy import check_hours, check_notices, plain_hours
from services.residents.renovation.policies import repository as policies
from services.residents.renovation.policies.models import RenovationPolicyRow
from services.residents.renovation.policies.schemas import RenovationPolicyChange
from shared.kernel.errors import Stale
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def set_policy(
    tx: Transaction, caller: Caller, community_id: str | None, change: RenovationPolicyChange
) -> RenovationPolicyRow:
    """Sections that are not named stay; what was permitted, noticed or registered before stays as it is.

    Raises Stale, InvalidField.
    """
    community = await premises.load_community(tx.session, caller.community(community_id), caller.communities)
    row = await policies.lock_policy(tx.session, community.id)
    if tx.expected_version not in {None, row.version}:
        raise Stale(version=row.version)

    given = change.model_dump(mode="json", exclude_none=True)
    if change.works is not None:
        given["works"]["hours"] = plain_hours(check_hours(change.works.policy().hours))
    if change.notices is not None:
        check_notices(change.notices.policy())
    for section, values in given.items():
        setattr(row, section, values)
    row.version += 1
    return row
