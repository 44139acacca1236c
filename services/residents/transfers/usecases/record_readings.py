"""Record what the meters show at the end. Source: handbook R-07, R-22."""

from services.residents.transfers.domain.lifecycle import LIFECYCLE, Action, Status
from services.residents.transfers.domain.readings import check_reading, from_thousandths, in_thousandths
from services.residents.transfers.models import TransferReading
from services.residents.transfers.repository import facts, transfers
from services.residents.transfers.schemas.asked import ReadingsBody
from services.residents.transfers.usecases.check_transfer import CheckedTransfer, with_checklist
from services.residents.transfers.usecases.steps import advance
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def record_readings(tx: Transaction, caller: Caller, transfer_id: str, body: ReadingsBody) -> CheckedTransfer:
    """A meter that was read before is corrected. Raises IllegalTransition, ReadingBelowOpening."""
    transfer = await transfers.hold_transfer(tx.session, transfer_id, caller.communities)
    tx.guard(transfer)
    LIFECYCLE.next(Status(transfer.status), Action.RECORD_READINGS)

    openings = await facts.room_readings(tx.session, transfer.room_id, transfer.community_id)
    known = {row.meter: row for row in transfer.readings}
    for position, given in enumerate(body.readings):
        opening = openings.get(given.meter.value)
        if given.reading is not None:
            check_reading(given.meter, given.reading, from_thousandths(opening), f"/readings/{position}/reading")
        row = known.get(given.meter.value)
        if row is None:
            row = TransferReading(meter=given.meter.value)
            transfer.readings.append(row)
        row.reading = None if given.reading is None else in_thousandths(given.reading)
        row.opening = opening
        row.read_at, row.read_by = tx.now, caller.account_id

    advance(tx, transfer, Action.RECORD_READINGS, caller)
    return await with_checklist(tx.session, transfer)
