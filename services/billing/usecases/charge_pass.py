"""A resident pass beyond the free ones is charged. Source: handbook A-30, B-02, B-17; flow 3."""

from services.billing.domain.charging import CauseKind, Line
from services.billing.domain.days import local_day
from services.billing.domain.errors import NoPriceInForce, PayerNotKnown
from services.billing.domain.tariff import Nature, in_force
from services.billing.repository import replicas, tariffs
from services.billing.usecases.post_charges import Occasion, post_charges
from shared.contracts.access import PassRequested
from shared.contracts.envelope import CloudEvent
from shared.runtime.unit_of_work import Transaction

RESIDENT_PASS_ITEM = "resident_pass"  # noqa: S105 - a tariff item, no password


async def charge_pass(tx: Transaction, envelope: CloudEvent, wanted: PassRequested) -> None:
    """By the tariff of the day on which it was asked for. Raises NoPriceInForce, PayerNotKnown, NotFound."""
    if not wanted.beyond_quota:
        return
    if wanted.household_id is None:
        raise PayerNotKnown(f"pass {wanted.number} names nobody who pays")
    community = await replicas.load_community(tx.session, envelope.community)
    day = local_day(envelope.time, community.time_zone)
    items = await tariffs.find_items(tx.session, community.id, [RESIDENT_PASS_ITEM])
    price = in_force(items[0].versions, day) if items else None
    if price is None:
        raise NoPriceInForce(f"{RESIDENT_PASS_ITEM} has no price on {day}")

    occasion = Occasion(
        kind=CauseKind.PASS,
        cause_id=wanted.pass_id,
        household_id=wanted.household_id,
        happened_at=envelope.time,
        room_id=wanted.room_id,
        room_code=wanted.room_code,
    )
    item = items[0]
    nature = Nature(item.nature)
    line = Line(item.code, item.name_zh, item.name_en, item.unit, nature, quantity=1, amount_fen=price.unit_price_fen)
    await post_charges(tx, community, occasion, [line])
