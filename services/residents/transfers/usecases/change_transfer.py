"""Change what was taken down, or give it up. Source: handbook R-07."""

from services.residents.confidential import FieldCipher
from services.residents.households import repository as households
from services.residents.premises import repository as premises
from services.residents.transfers.domain.lifecycle import LIFECYCLE, Action, Status
from services.residents.transfers.models import Transfer
from services.residents.transfers.repository import transfers
from services.residents.transfers.schemas.asked import TransferChange
from services.residents.transfers.usecases.check_transfer import CheckedTransfer, frozen, with_checklist
from services.residents.transfers.usecases.open_transfer import planned_day
from services.residents.transfers.usecases.parts import members_of, papers_of
from services.residents.transfers.usecases.steps import advance
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def change_transfer(
    tx: Transaction, caller: Caller, transfer_id: str, body: TransferChange, cipher: FieldCipher
) -> CheckedTransfer:
    """What is left out stays. Raises IllegalTransition, DayOutOfRange, `members_of`'s."""
    transfer = await transfers.hold_transfer(tx.session, transfer_id, caller.communities)
    tx.guard(transfer)
    LIFECYCLE.next(Status(transfer.status), Action.CHANGE)

    if body.planned_on is not None:
        household = await households.load_household(tx.session, transfer.household_id, caller.communities)
        community = await premises.load_community(tx.session, transfer.community_id, caller.communities)
        today = tx.now.astimezone(community.zone).date()
        transfer.planned_on = planned_day(body.planned_on, registered_on=household.registered_on, today=today)
    if body.members is not None:
        transfer.members = await members_of(tx, transfer.community_id, body.members, cipher)
    transfer.papers.extend(papers_of(tx, caller, body.papers))
    _change_words(transfer, body)

    advance(tx, transfer, Action.CHANGE, caller)
    return await with_checklist(tx.session, transfer)


def _change_words(transfer: Transfer, body: TransferChange) -> None:
    if body.reason is not None:
        transfer.reason = body.reason.value
    if body.remark is not None:
        transfer.remark = body.remark
    if body.vacant_as is not None:
        transfer.vacant_as = body.vacant_as.value


async def cancel_transfer(tx: Transaction, caller: Caller, transfer_id: str, reason: str) -> CheckedTransfer:
    """Nothing comes of it; what was taken down about the new holder is deleted. Raises IllegalTransition."""
    transfer = await transfers.hold_transfer(tx.session, transfer_id, caller.communities)
    tx.guard(transfer)
    LIFECYCLE.next(Status(transfer.status), Action.CANCEL)

    stood = await with_checklist(tx.session, transfer)
    transfer.checklist = frozen(stood.checklist)
    transfer.members = []
    transfer.ended_at = tx.now
    advance(tx, transfer, Action.CANCEL, caller, note=reason)
    return stood
