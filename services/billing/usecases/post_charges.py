"""Post what something led to: the step that every charging use case ends with. Source: handbook B-05, B-17."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from services.billing.domain.charging import CauseKind, Line, due_on, one_per_item
from services.billing.domain.days import local_day
from services.billing.domain.errors import PayerNotKnown
from services.billing.domain.ledger import EntryKind, post_charge
from services.billing.domain.receipts import charge_number
from services.billing.domain.tariff import Nature
from services.billing.models import Charge, CommunityReplica, HouseholdReplica, LedgerEntry
from services.billing.repository import charges, ledger, numbers, replicas
from services.billing.usecases.telling import charge_state
from shared.contracts.billing import ChargePosted
from shared.kernel.ids import new_id
from shared.runtime.unit_of_work import Transaction


@dataclass(frozen=True, slots=True)
class Occasion:
    """What is charged for, to whom; the room is where it happened, by default the household's."""

    kind: CauseKind
    cause_id: str
    household_id: str
    happened_at: datetime
    room_id: str | None = None
    room_code: str | None = None


async def post_charges(
    tx: Transaction, community: CommunityReplica, occasion: Occasion, lines: Iterable[Line]
) -> list[Charge]:
    """A charge per item that the occasion was not charged for yet (B-17), booked and told. Raises PayerNotKnown.

    Two deliveries at once of events with one cause meet at the household's lock; behind it the unique constraint
    on (cause, item) stands.
    """
    household = await replicas.find_household(tx.session, occasion.household_id, [community.id])
    if household is None:
        raise PayerNotKnown(f"household {occasion.household_id} of {occasion.kind} {occasion.cause_id}")
    await replicas.lock_household(tx.session, household.id)
    done = await charges.items_charged(tx.session, occasion.kind, occasion.cause_id)
    new = [line for line in one_per_item(lines) if line.item not in done]
    if not new:
        return []

    today = local_day(tx.now, community.time_zone)
    serials = await numbers.take_numbers(tx.session, community.id, "charge", f"{today:%y%m%d}", count=len(new))
    posted = []
    for line, serial in zip(new, serials, strict=True):
        charge = _charge(tx, community, household, occasion, line)
        charge.number = charge_number(today, serial)
        _book(tx, charge)
        tx.publish(charge, ChargePosted(**charge_state(charge)))
        posted.append(charge)
    return posted


def _charge(
    tx: Transaction, community: CommunityReplica, household: HouseholdReplica, occasion: Occasion, line: Line
) -> Charge:
    return Charge(
        id=new_id(),
        community_id=community.id,
        created_at=tx.now,
        version=1,
        event_sequence=0,
        household_id=household.id,
        room_id=occasion.room_id or household.room_id,
        room_code=occasion.room_code or household.room_code,
        item=line.item,
        name_zh=line.name_zh,
        name_en=line.name_en,
        unit=line.unit,
        nature=line.nature,
        quantity=line.quantity,
        amount_fen=line.amount_fen,
        outstanding_fen=line.amount_fen,
        period=line.month.period if line.month else None,
        charged_from=line.month.days.first if line.month else None,
        charged_until=line.month.days.last if line.month else None,
        unit_price_fen=line.month.unit_price_fen if line.month else None,
        area_dm2=line.month.area_dm2 if line.month else None,
        credited_fen=0,
        posted_on=local_day(tx.now, community.time_zone),
        due_on=due_on(occasion.kind, local_day(occasion.happened_at, community.time_zone)),
        cause_kind=occasion.kind,
        cause_id=occasion.cause_id,
    )


def _book(tx: Transaction, charge: Charge) -> None:
    tx.session.add(charge)
    entry = LedgerEntry(
        id=new_id(),
        community_id=charge.community_id,
        household_id=charge.household_id,
        kind=EntryKind.CHARGE,
        source_id=charge.id,
        day=charge.posted_on,
        posted_at=tx.now,
        posted_by=None,
    )
    posting = post_charge(charge.id, charge.item, Nature(charge.nature), charge.amount_fen)
    ledger.add_entry(tx.session, entry, [posting])
