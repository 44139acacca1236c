"""The construction permit, once everything due is paid. Source: handbook R-31, R-32."""

import secrets
from datetime import date

from services.residents.archives.domain.directory import RecordKind
from services.residents.archives.usecases.file_record import Record, file_record
from services.residents.premises import repository as premises
from services.residents.premises.domain.kinds import Occupancy
from services.residents.premises.usecases.change_occupancy import change_occupancy
from services.residents.renovation import repository
from services.residents.renovation.domain.application import permit_number
from services.residents.renovation.domain.lifecycle import Action
from services.residents.renovation.domain.policy import WorksPolicy, plain_hours
from services.residents.renovation.models import Permit, Renovation
from services.residents.renovation.policies import repository as policies
from services.residents.renovation.usecases.steps import advance
from services.residents.renovation.usecases.telling import state_of
from shared.contracts.residents import RenovationPermitted
from shared.kernel.ids import new_id
from shared.runtime.unit_of_work import Transaction

_CODE_BYTES = 24


async def issue_permit(tx: Transaction, renovation: Renovation) -> Permit:
    """The permit for the period applied for; the room counts as being renovated. Raises IllegalTransition."""
    community = await premises.load_community(tx.session, renovation.community_id, [renovation.community_id])
    room = await premises.load_room(tx.session, renovation.room_id, [renovation.community_id])
    others = await repository.works_in_rooms(tx.session, [room.id])
    year = tx.now.astimezone(community.zone).year
    last = await repository.next_number(tx.session, community.id, f"P{year % 100:02d}")

    number = permit_number(community.code, year, last)
    policy = await policies.policy_of(tx.session, community.id)
    permit = new_permit(tx, renovation, number, (renovation.starts_on, renovation.ends_on), policy.works)
    advance(tx, renovation, Action.PERMIT, actor_id=None, note=permit.number)
    other = others.get(room.id)
    renovation.occupancy_before = other.occupancy_before if other else room.occupancy

    await hand_out(tx, renovation, permit)
    change_occupancy(tx, room, Occupancy.RENOVATING)
    return permit


def new_permit(
    tx: Transaction, renovation: Renovation, number: str, period: tuple[date, date], works: WorksPolicy
) -> Permit:
    """A permit with a code of its own: an old one's QR is worth nothing any more. It keeps the hours of today."""
    valid_from, valid_until = period
    return Permit(
        id=new_id(),
        community_id=renovation.community_id,
        number=number,
        code=secrets.token_urlsafe(_CODE_BYTES),
        valid_from=valid_from,
        valid_until=valid_until,
        issued_at=tx.now,
        works={"hours": plain_hours(works.hours), "quiet_on_rest_days": works.quiet_on_rest_days},
    )


async def hand_out(tx: Transaction, renovation: Renovation, permit: Permit) -> None:
    """Into the household's file, and to everybody who has to know."""
    renovation.permits.append(permit)
    record = Record(RecordKind.RENOVATION_PERMIT, permit.id, tx.now, permit.number, {"renovation": renovation.number})
    await file_record(tx, household_id=renovation.household_id, community_id=renovation.community_id, record=record)
    tx.publish(
        renovation,
        RenovationPermitted(
            **state_of(renovation),
            permit_number=permit.number,
            permit_code=permit.code,
            valid_from=permit.valid_from,
            valid_until=permit.valid_until,
            permitted_at=tx.now,
        ),
    )
