"""Raise a defect: the developer gets a rectification notice with a deadline. Source: handbook R-23."""

from services.residents.defects import repository
from services.residents.defects.domain.lifecycle import DefectStatus
from services.residents.defects.domain.terms import check_deadline, defect_number
from services.residents.defects.models import Defect
from services.residents.defects.schemas.asked import DefectBody, DefectFound
from services.residents.defects.usecases.steps import issue_notice, record_step
from services.residents.defects.usecases.telling import state_of
from services.residents.households import repository as households
from services.residents.premises import repository as premises
from services.residents.premises.models import Community, Room
from shared.contracts.residents import DefectRaised
from shared.kernel.ids import new_id
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def raise_defect(tx: Transaction, caller: Caller, body: DefectBody) -> Defect:
    """One that was found after the inspection. Raises UnknownRoom, DeadlineOutOfRange."""
    community_id = caller.community(body.community_id)
    community = await premises.load_community(tx.session, community_id, caller.communities)
    room = await premises.room_of_code(tx.session, community_id, body.room_code)
    household = await households.present_household(tx.session, room.id)
    return await raise_in_room(
        tx, caller, community, room, body, household_id=household.id if household else None, pointer=""
    )


async def raise_in_room(
    tx: Transaction,
    caller: Caller,
    community: Community,
    room: Room,
    found: DefectFound,
    *,
    household_id: str | None,
    move_in_id: str | None = None,
    pointer: str,
) -> Defect:
    """One that was found now; `pointer` leads to it in the request. Raises DeadlineOutOfRange."""
    today = tx.now.astimezone(community.zone).date()
    check_deadline(found.deadline_on, today=today, pointer=f"{pointer}/deadline_on")
    last = await repository.next_number(tx.session, community.id, f"D{today:%y%m%d}")

    defect = Defect(
        id=new_id(),
        community_id=community.id,
        created_at=tx.now,
        changed_at=tx.now,
        version=1,
        event_sequence=0,
        number=defect_number(today, last),
        room_id=room.id,
        room_code=room.code,
        household_id=household_id,
        move_in_id=move_in_id,
        status=DefectStatus.RAISED.value,
        kind=found.kind.value,
        severity=found.severity.value,
        place=found.place,
        description=found.description,
        contractor=found.contractor,
        raised_by=caller.account_id,
        round=0,
        deadline_on=found.deadline_on,
        notices=[],
        steps=[],
    )
    record_step(tx, caller, defect, "raise")
    issue_notice(tx, caller, defect, found.deadline_on)
    tx.session.add(defect)

    tx.publish(defect, DefectRaised(**state_of(defect)))
    return defect
