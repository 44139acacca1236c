"""Ask for more time. Source: handbook R-32."""

from services.residents.premises import repository as premises
from services.residents.renovation import repository
from services.residents.renovation.domain.lifecycle import LIFECYCLE, Action, Status
from services.residents.renovation.models import Extension, Renovation
from services.residents.renovation.permits.domain import ExtensionPending, ExtensionStatus, extended_period
from services.residents.renovation.permits.schemas import ExtensionBody
from services.residents.renovation.policies import repository as policies
from services.residents.renovation.usecases.steps import record_step
from services.residents.versions import touch
from shared.kernel.ids import new_id
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def request_extension(tx: Transaction, caller: Caller, renovation_id: str, body: ExtensionBody) -> Renovation:
    """Waits for another person's decision. Raises IllegalTransition, BadExtension, ExtensionPending."""
    renovation = await repository.load_renovation(tx.session, renovation_id, caller.communities)
    tx.guard(renovation)
    community = await premises.load_community(tx.session, renovation.community_id, caller.communities)

    LIFECYCLE.next(Status(renovation.status), Action.EXTEND)
    permit = renovation.permits[-1]
    today = tx.now.astimezone(community.zone).date()
    policy = (await policies.policy_of(tx.session, community.id)).permits
    extended_period(permit.valid_from, permit.valid_until, body.ends_on, today, longest_days=policy.longest_days)
    if any(extension.status == ExtensionStatus.REQUESTED for extension in renovation.extensions):
        raise ExtensionPending

    renovation.extensions.append(
        Extension(
            id=new_id(),
            ends_on=body.ends_on,
            reason=body.reason,
            status=ExtensionStatus.REQUESTED.value,
            requested_by=caller.account_id,
            requested_at=tx.now,
        )
    )
    record_step(tx, renovation, "request_extension", actor_id=caller.account_id, note=body.ends_on.isoformat())
    touch(renovation, tx.now)
    return renovation
