"""Ask for an evening or a night on site; security registers it. Source: handbook R-37."""

from services.residents.premises import repository as premises
from services.residents.renovation import repository
from services.residents.renovation.hot_work.domain import check_works
from services.residents.renovation.models import Overtime, Renovation
from services.residents.renovation.overtime.domain import OvertimeStatus, check_overtime
from services.residents.renovation.overtime.schemas import OvertimeBody
from services.residents.renovation.policies import repository as policies
from services.residents.renovation.usecases.steps import record_step
from services.residents.versions import touch
from shared.kernel.errors import InvalidField
from shared.kernel.ids import new_id
from shared.kernel.text import Text
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction

_NO_WORKER = Text(zh="不是此装修的施工人员", en="Not a worker of this renovation")


async def register_overtime(tx: Transaction, caller: Caller, renovation_id: str, body: OvertimeBody) -> Renovation:
    """Waits for security. Raises NoWorksGoOn, BadOvertime, InvalidField."""
    renovation = await repository.load_renovation(tx.session, renovation_id, caller.communities)
    tx.guard(renovation)
    community = await premises.load_community(tx.session, renovation.community_id, caller.communities)

    policy = await policies.policy_of(tx.session, community.id)
    check_works(renovation.status)
    permit = renovation.permits[-1]
    check_overtime(
        body.day,
        body.until,
        now=tx.now,
        zone=community.zone,
        permit=(permit.valid_from, permit.valid_until),
        longest=policy.overtime.longest,
    )
    known = {worker.id for worker in renovation.workers}
    for position, worker_id in enumerate(body.worker_ids):
        if worker_id not in known:
            raise InvalidField(pointer=f"/worker_ids/{position}", reason=_NO_WORKER)

    renovation.overtimes.append(
        Overtime(
            id=new_id(),
            community_id=renovation.community_id,
            room_code=renovation.room_code,
            kind=body.kind.value,
            day=body.day,
            until=body.until,
            worker_ids=list(dict.fromkeys(body.worker_ids)),
            reason=body.reason,
            status=OvertimeStatus.REQUESTED.value,
            requested_by=caller.account_id,
            requested_at=tx.now,
        )
    )
    record_step(tx, renovation, "request_overtime", actor_id=caller.account_id, note=body.day.isoformat())
    touch(renovation, tx.now)
    return renovation
