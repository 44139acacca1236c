"""Open a change of holder for a present household. Source: handbook R-07."""

from datetime import date, timedelta

from services.residents.confidential import FieldCipher
from services.residents.households import repository as households
from services.residents.households.domain.errors import Departed
from services.residents.households.domain.membership import day_within
from services.residents.premises import repository as premises
from services.residents.renovation.repository import next_number
from services.residents.transfers.domain.errors import TransferOpen
from services.residents.transfers.domain.lifecycle import Status
from services.residents.transfers.domain.reasons import transfer_number
from services.residents.transfers.models import Transfer
from services.residents.transfers.repository import transfers
from services.residents.transfers.schemas.asked import TransferBody
from services.residents.transfers.usecases.check_transfer import CheckedTransfer, with_checklist
from services.residents.transfers.usecases.parts import members_of, papers_of
from services.residents.transfers.usecases.steps import record_step
from shared.kernel.ids import new_id
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction

_LONGEST_AHEAD = timedelta(days=731)


async def open_transfer(tx: Transaction, caller: Caller, body: TransferBody, cipher: FieldCipher) -> CheckedTransfer:
    """The open transfer; nothing is told. Raises NotFound, Departed, TransferOpen, DayOutOfRange, `members_of`'s."""
    household = await households.load_household(tx.session, body.household_id, caller.communities)
    community = await premises.load_community(tx.session, household.community_id, caller.communities)

    if household.departed_on is not None:
        raise Departed(departed_on=household.departed_on.isoformat())
    if (number := await transfers.open_number(tx.session, household.id)) is not None:
        raise TransferOpen(number=number)
    today = tx.now.astimezone(community.zone).date()
    planned_on = planned_day(body.planned_on, registered_on=household.registered_on, today=today)
    members = await members_of(tx, community.id, body.members, cipher)
    last = await next_number(tx.session, community.id, f"H{today:%y%m%d}")

    transfer = Transfer(
        id=new_id(),
        community_id=community.id,
        created_at=tx.now,
        changed_at=tx.now,
        version=1,
        event_sequence=0,
        number=transfer_number(today, last),
        household_id=household.id,
        room_id=household.room_id,
        room_code=household.room_code,
        status=Status.OPENED.value,
        reason=body.reason.value,
        remark=body.remark,
        planned_on=planned_on,
        vacant_as=body.vacant_as.value,
        opened_by=caller.account_id,
        members=members,
        papers=papers_of(tx, caller, body.papers),
        readings=[],
        marks=[],
        steps=[],
    )
    record_step(tx, transfer, "open", caller)
    tx.session.add(transfer)
    return await with_checklist(tx.session, transfer)


def planned_day(planned_on: date, *, registered_on: date, today: date) -> date:
    """Not before the household was registered, nor years away. Raises DayOutOfRange."""
    return day_within(planned_on, first=registered_on, last=today + _LONGEST_AHEAD, pointer="/planned_on")
