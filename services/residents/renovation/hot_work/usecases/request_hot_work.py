"""Ask to work with fire. Source: handbook R-33."""

from services.residents.premises import repository as premises
from services.residents.renovation import repository as renovations
from services.residents.renovation.hot_work.domain import Status, check_window, check_works, number_of
from services.residents.renovation.hot_work.models import HotWork
from services.residents.renovation.hot_work.schemas import HotWorkBody
from services.residents.renovation.hot_work.usecases.telling import record_step
from services.residents.renovation.models import Renovation
from services.residents.renovation.policies import repository as policies
from shared.kernel.errors import InvalidField
from shared.kernel.ids import new_id
from shared.kernel.text import Text
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction

_NO_WORKER = Text(zh="不是此装修的施工人员", en="Not a worker of this renovation")


async def request_hot_work(tx: Transaction, caller: Caller, renovation_id: str, body: HotWorkBody) -> HotWork:
    """Waits for security's review. Raises NoWorksGoOn, BadWindow, InvalidField."""
    renovation = await renovations.load_renovation(tx.session, renovation_id, caller.communities)
    community = await premises.load_community(tx.session, renovation.community_id, caller.communities)
    policy = await policies.policy_of(tx.session, community.id)

    check_works(renovation.status)
    permit = renovation.permits[-1]
    check_window(
        body.starts_at,
        body.ends_at,
        now=tx.now,
        zone=community.zone,
        permit=(permit.valid_from, permit.valid_until),
        longest=policy.hot_work.longest,
    )
    worker_name = _name_of(renovation, body.worker_id)
    day = tx.now.astimezone(community.zone).date()
    last = await renovations.next_number(tx.session, community.id, f"H{day:%y%m%d}")

    hot_work = HotWork(
        id=new_id(),
        community_id=community.id,
        created_at=tx.now,
        changed_at=tx.now,
        version=1,
        event_sequence=0,
        number=number_of(day, last),
        renovation_id=renovation.id,
        room_id=renovation.room_id,
        room_code=renovation.room_code,
        household_id=renovation.household_id,
        status=Status.REQUESTED.value,
        worker_name=worker_name,
        requested_by=caller.account_id,
        steps=[],
        **body.model_dump(),
    )
    record_step(tx, hot_work, "request", actor_id=caller.account_id)
    tx.session.add(hot_work)
    await tx.session.flush()
    await tx.session.refresh(hot_work, ["renovation"])
    return hot_work


def _name_of(renovation: Renovation, worker_id: str) -> str:
    for worker in renovation.workers:
        if worker.id == worker_id:
            return worker.name
    raise InvalidField(pointer="/worker_id", reason=_NO_WORKER)
