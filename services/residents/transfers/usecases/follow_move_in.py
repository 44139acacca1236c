"""The opening readings of a move-in: the last ones can't be below. Source: handbook R-22, R-24."""

from services.residents.transfers.domain.readings import in_thousandths
from services.residents.transfers.repository import facts
from shared.contracts.envelope import CloudEvent
from shared.contracts.residents import MoveInCompleted
from shared.runtime.unit_of_work import Transaction


async def follow_opening_readings(tx: Transaction, envelope: CloudEvent, move_in: MoveInCompleted) -> None:
    """By event, so that the move-in need not know who reads the meters next."""
    for reading in sorted(move_in.readings, key=lambda reading: reading.kind):
        await facts.keep_reading(
            tx.session,
            room_id=move_in.room_id,
            meter=reading.kind,
            community_id=envelope.community,
            reading=in_thousandths(reading.reading),
            read_on=move_in.handed_over_on,
        )
