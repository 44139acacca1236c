"""Take an owner from the developer's list. Source: handbook R-20."""

from datetime import UTC

from services.residents.defects.repository import next_number
from services.residents.households.domain.membership import day_within
from services.residents.move_ins import repository
from services.residents.move_ins.domain.errors import AlreadyHandedOver, MoveInOpen
from services.residents.move_ins.domain.steps import MoveInStatus, MoveInStep, move_in_number
from services.residents.move_ins.models import MoveIn
from services.residents.move_ins.schemas.asked import MoveInBody
from services.residents.move_ins.usecases.prepare_pack import mark_prepared
from services.residents.move_ins.usecases.steps import record_step
from services.residents.premises import repository as premises
from services.residents.premises.domain.kinds import HandOver
from shared.kernel.ids import new_id
from shared.kernel.phones import parse_phone
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def announce_move_in(tx: Transaction, caller: Caller, body: MoveInBody) -> MoveIn:
    """Raises UnknownRoom, AlreadyHandedOver, MoveInOpen, DayOutOfRange, NotAPhone."""
    community_id = caller.community(body.community_id)
    community = await premises.load_community(tx.session, community_id, caller.communities)
    room = await premises.room_of_code(tx.session, community_id, body.room_code)
    under_way = await repository.open_move_in(tx.session, room.id)

    if under_way is not None:
        raise MoveInOpen(pointer="/room_code", room_code=room.code, number=under_way.number)
    if room.hand_over == HandOver.HANDED_OVER:
        raise AlreadyHandedOver(pointer="/room_code", room_code=room.code)
    today = tx.now.astimezone(community.zone).date()
    last = await next_number(tx.session, community_id, f"M{today:%y%m%d}")

    move_in = MoveIn(
        id=new_id(),
        community_id=community_id,
        created_at=tx.now,
        changed_at=tx.now,
        version=1,
        event_sequence=0,
        number=move_in_number(today, last),
        room_id=room.id,
        room_code=room.code,
        room_kind=room.kind,
        status=MoveInStatus.NOTIFIED.value,
        owner_name=body.owner_name,
        owner_phone=parse_phone(body.owner_phone, "/owner_phone") if body.owner_phone else None,
        notice_number=body.notice_number,
        notice_on=day_within(body.notice_on, last=today, pointer="/notice_on"),
        appointment_at=body.appointment_at.astimezone(UTC) if body.appointment_at else None,
        steps=[],
    )
    record_step(tx, caller, move_in, "notify", {})
    if body.pack_prepared:
        mark_prepared(tx, caller, move_in)
        record_step(tx, caller, move_in, MoveInStep.PREPARE_PACK.value, {})
    tx.session.add(move_in)
    return move_in
