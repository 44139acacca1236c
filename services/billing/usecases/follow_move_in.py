"""A household has taken over its room: charging starts, its meters are entered. Source: handbook R-24, B-13; flow 3."""

from collections import Counter

from services.billing.domain.errors import PayerNotKnown
from services.billing.domain.meters import MeterKind, ReadingSource, to_milli
from services.billing.domain.recurring import Days, month_end
from services.billing.models import Meter, MeterReading
from services.billing.repository import meters, recurring, replicas
from services.billing.usecases.charge_days import charge_days
from shared.contracts.envelope import CloudEvent
from shared.contracts.residents import MoveInCompleted
from shared.kernel.ids import stable_id
from shared.runtime.unit_of_work import Transaction


async def follow_move_in(tx: Transaction, envelope: CloudEvent, move_in: MoveInCompleted) -> None:
    """Charged from the hand-over to the end of its month; months after it are the billing run's (B-03).

    Raises PayerNotKnown, RoomNotKnown, NotFound.
    """
    community = await replicas.load_community(tx.session, envelope.community)
    household = await replicas.find_household(tx.session, move_in.household_id, [community.id])
    if household is None:
        raise PayerNotKnown(f"household {move_in.household_id} of move-in {move_in.number}")
    await replicas.lock_household(tx.session, household.id)

    day = move_in.handed_over_on
    term = await recurring.enter_term(tx.session, household)
    await charge_days(tx, community, household, term, Days(day, month_end(day)), move_in_id=move_in.move_in_id)
    await _enter_readings(tx, community.id, move_in)


async def _enter_readings(tx: Transaction, community_id: str, move_in: MoveInCompleted) -> None:
    """A meter by kind and serial; of those without a serial, by kind and place in the list."""
    unnamed: Counter[str] = Counter()
    for opening in move_in.readings:
        unnamed[opening.kind] += opening.serial is None
        name = opening.serial or f"#{unnamed[opening.kind]}"
        meter_id = stable_id("meter", community_id, move_in.room_id, opening.kind, name)
        await meters.enter_once(
            tx.session,
            Meter,
            id=meter_id,
            community_id=community_id,
            room_id=move_in.room_id,
            room_code=move_in.room_code,
            kind=MeterKind(opening.kind),
            serial=opening.serial,
            created_at=tx.now,
        )
        await meters.enter_once(
            tx.session,
            MeterReading,
            id=stable_id("meter reading", meter_id, move_in.move_in_id),
            meter_id=meter_id,
            household_id=move_in.household_id,
            read_on=move_in.handed_over_on,
            reading_milli=to_milli(opening.reading),
            source=ReadingSource.MOVE_IN,
            source_id=move_in.move_in_id,
            created_at=tx.now,
        )
