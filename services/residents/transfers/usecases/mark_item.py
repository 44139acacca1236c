"""Confirm an item by hand, or waive it. Source: handbook R-07; permissions.md."""

from services.residents.transfers.domain.checklist import ITEMS, Finding, Item, MarkKind, by_hand
from services.residents.transfers.domain.errors import NotByHand, NothingOpen
from services.residents.transfers.domain.lifecycle import LIFECYCLE, Action, Status
from services.residents.transfers.models import Transfer, TransferMark
from services.residents.transfers.repository import transfers
from services.residents.transfers.schemas.asked import ConfirmationBody, WaiverBody
from services.residents.transfers.usecases.check_transfer import CheckedTransfer, findings_of, with_checklist
from services.residents.transfers.usecases.steps import advance, name_of
from shared.kernel.errors import OwnRequest
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def confirm_item(tx: Transaction, caller: Caller, transfer_id: str, body: ConfirmationBody) -> CheckedTransfer:
    """It was looked after; only where records can't say so. Raises IllegalTransition, NothingOpen, NotByHand."""
    transfer = await transfers.hold_transfer(tx.session, transfer_id, caller.communities)
    tx.guard(transfer)
    LIFECYCLE.next(Status(transfer.status), Action.CONFIRM)

    finding = await _open_finding(tx, transfer, body.item)
    if not by_hand(body.item, finding):
        raise NotByHand(item=ITEMS[body.item])

    _mark(tx, transfer, caller, body.item, MarkKind.CONFIRMED, finding.size, body.note)
    advance(tx, transfer, Action.CONFIRM, caller, item=body.item.value, note=body.note)
    return await with_checklist(tx.session, transfer)


async def waive_item(tx: Transaction, caller: Caller, transfer_id: str, body: WaiverBody) -> CheckedTransfer:
    """It need not be settled. Not by who opened the transfer. Raises OwnRequest, IllegalTransition, NothingOpen."""
    transfer = await transfers.hold_transfer(tx.session, transfer_id, caller.communities)
    tx.guard(transfer)
    if caller.account_id == transfer.opened_by:
        raise OwnRequest
    LIFECYCLE.next(Status(transfer.status), Action.WAIVE)

    finding = await _open_finding(tx, transfer, body.item)

    _mark(tx, transfer, caller, body.item, MarkKind.WAIVED, finding.size, body.reason)
    advance(tx, transfer, Action.WAIVE, caller, item=body.item.value, note=body.reason)
    return await with_checklist(tx.session, transfer)


async def _open_finding(tx: Transaction, transfer: Transfer, item: Item) -> Finding:
    finding = (await findings_of(tx.session, transfer))[item]
    if finding.count == 0:
        raise NothingOpen(item=ITEMS[item])
    return finding


def _mark(
    tx: Transaction, transfer: Transfer, caller: Caller, item: Item, kind: MarkKind, size: int | None, note: str
) -> None:
    """The last word on an item counts; the earlier ones stay in the history."""
    row = next((row for row in transfer.marks if row.item == item.value), None)
    if row is None:
        row = TransferMark(item=item.value)
        transfer.marks.append(row)
    row.kind, row.size, row.note = kind.value, size, note
    row.by, row.by_name, row.at = caller.account_id, name_of(caller), tx.now
