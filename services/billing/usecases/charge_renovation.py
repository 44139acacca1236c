"""An approved renovation is charged its deposit, rubbish and passes. Source: handbook R-31, B-17; flow 2."""

from datetime import date

from services.billing.domain.charging import CauseKind, Line
from services.billing.domain.days import local_day
from services.billing.domain.errors import NoPriceInForce
from services.billing.domain.tariff import Nature, in_force
from services.billing.models import TariffItem
from services.billing.repository import deposits, replicas, tariffs
from services.billing.usecases.post_charges import Occasion, post_charges
from services.billing.usecases.release_deposits import release_deposits
from shared.contracts.envelope import CloudEvent
from shared.contracts.residents import ChargeDue, RenovationApproved
from shared.runtime.unit_of_work import Transaction


async def charge_renovation(tx: Transaction, envelope: CloudEvent, renovation: RenovationApproved) -> None:
    """Priced by the tariff of the day of approval, however late the event; nothing if it was withdrawn since.

    Raises NoPriceInForce, PayerNotKnown.
    """
    community = await replicas.load_community(tx.session, envelope.community)
    await replicas.lock_household(tx.session, renovation.household_id)
    if await deposits.is_withdrawn(tx.session, renovation.renovation_id):
        return
    day = local_day(envelope.time, community.time_zone)
    codes = {due.item for due in renovation.charges_due}
    items = {item.code: item for item in await tariffs.find_items(tx.session, community.id, codes)}

    lines = [_line(due, items.get(due.item), day) for due in renovation.charges_due if due.quantity]
    occasion = Occasion(
        kind=CauseKind.RENOVATION,
        cause_id=renovation.renovation_id,
        household_id=renovation.household_id,
        happened_at=envelope.time,
        room_id=renovation.room_id,
        room_code=renovation.room_code,
    )
    await post_charges(tx, community, occasion, lines)
    await tx.session.flush()
    await release_deposits(tx, community, renovation.renovation_id)


def _line(due: ChargeDue, item: TariffItem | None, day: date) -> Line:
    price = in_force(item.versions, day) if item else None
    if item is None or price is None:
        raise NoPriceInForce(f"{due.item} has no price on {day}")
    return Line(
        item=item.code,
        name_zh=item.name_zh,
        name_en=item.name_en,
        unit=item.unit,
        nature=Nature(item.nature),
        quantity=due.quantity,
        amount_fen=due.quantity * price.unit_price_fen,
    )
