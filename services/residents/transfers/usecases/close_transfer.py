"""Close a change of holder: the old household departs, the new one is registered. Source: handbook R-07, R-10, R-14."""

from datetime import date

from services.residents.archives.domain.directory import RecordKind
from services.residents.archives.usecases.file_record import Record, file_record
from services.residents.confidential import Confidential
from services.residents.households import repository as households
from services.residents.households.domain.errors import Departed
from services.residents.households.domain.membership import day_within
from services.residents.households.models import Household
from services.residents.households.schemas import DepartureBody, HouseholdBody
from services.residents.households.usecases.depart_household import depart_household
from services.residents.households.usecases.register_household import register_household
from services.residents.premises import repository as premises
from services.residents.premises.domain.kinds import Occupancy
from services.residents.premises.usecases.change_occupancy import change_occupancy
from services.residents.transfers.domain.checklist import refuse_open
from services.residents.transfers.domain.lifecycle import LIFECYCLE, Action, Status
from services.residents.transfers.models import Transfer
from services.residents.transfers.repository import facts, transfers
from services.residents.transfers.schemas.asked import ClosingBody
from services.residents.transfers.usecases.check_transfer import CheckedTransfer, frozen, with_checklist
from services.residents.transfers.usecases.parts import asked_again
from services.residents.transfers.usecases.steps import advance
from services.residents.versions import upcoming_version
from shared.contracts.residents import HouseholdTransferred
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def close_transfer(
    tx: Transaction, caller: Caller, transfer_id: str, body: ClosingBody, confidential: Confidential
) -> CheckedTransfer:
    """All in one transaction. Raises IllegalTransition, Departed, DayOutOfRange, ChecklistOpen."""
    transfer = await transfers.hold_transfer(tx.session, transfer_id, caller.communities)
    tx.guard(transfer)
    tx.expected_version = None  # it named the transfer: the household's own version is another
    LIFECYCLE.next(Status(transfer.status), Action.CLOSE)
    day = await _day(tx, caller, transfer, body)
    checked = await with_checklist(tx.session, transfer)
    refuse_open(checked.checklist)

    old = await depart_household(tx, caller, transfer.household_id, DepartureBody(departed_on=day), confidential)
    await tx.session.flush()  # the room is free, and what is told next has a version of its own
    new = await _follow(tx, caller, transfer, day, confidential)
    await tx.session.flush()
    if new is not None:
        _tell(tx, old, new, day)

    await _put_on_record(tx, transfer, new, day)
    transfer.checklist = frozen(checked.checklist)
    transfer.members = []
    transfer.transferred_on, transfer.ended_at = day, tx.now
    transfer.new_household_id = new.id if new else None
    advance(tx, transfer, Action.CLOSE, caller)
    return checked


async def _day(tx: Transaction, caller: Caller, transfer: Transfer, body: ClosingBody) -> date:
    household = await households.load_household(tx.session, transfer.household_id, caller.communities)
    community = await premises.load_community(tx.session, transfer.community_id, caller.communities)
    if household.departed_on is not None:
        raise Departed(departed_on=household.departed_on.isoformat())
    today = tx.now.astimezone(community.zone).date()
    return day_within(body.transferred_on, first=household.registered_on, last=today, pointer="/transferred_on")


async def _follow(
    tx: Transaction, caller: Caller, transfer: Transfer, day: date, confidential: Confidential
) -> Household | None:
    """The new holder's household; none: the room is as vacant as it was agreed."""
    if not transfer.members:
        room = await premises.load_room(tx.session, transfer.room_id, caller.communities)
        change_occupancy(tx, room, Occupancy(transfer.vacant_as))
        return None
    body = HouseholdBody(
        room_code=transfer.room_code,
        members=asked_again(transfer.members, confidential.cipher),
        registered_on=day,
        community_id=transfer.community_id,
    )
    return await register_household(tx, caller, body, confidential)


def _tell(tx: Transaction, old: Household, new: Household, day: date) -> None:
    """Where nobody follows, `household.departed` says all."""
    transferred = HouseholdTransferred(
        household_id=old.id,
        new_household_id=new.id,
        room_id=old.room_id,
        room_code=old.room_code,
        transferred_on=day,
        version=upcoming_version(old),
    )
    tx.publish(old, transferred)


async def _put_on_record(tx: Transaction, transfer: Transfer, new: Household | None, day: date) -> None:
    """The protocol in both files; the readings as the room's next opening ones."""
    details = {"reason": transfer.reason, "transferred_on": day.isoformat()}
    record = Record(RecordKind.TRANSFER_PROTOCOL, transfer.id, tx.now, transfer.number, details)
    for household_id in [transfer.household_id, *([new.id] if new else [])]:
        await file_record(tx, household_id=household_id, community_id=transfer.community_id, record=record)
    for row in transfer.readings:
        if row.reading is not None:
            await facts.keep_reading(
                tx.session,
                room_id=transfer.room_id,
                meter=row.meter,
                community_id=transfer.community_id,
                reading=row.reading,
                read_on=day,
            )
