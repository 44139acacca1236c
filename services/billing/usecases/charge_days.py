"""Charge a household's monthly items for some days: no day twice, none left out between. Source: handbook B-03."""

from services.billing.domain.charging import CauseKind, Line
from services.billing.domain.errors import RoomNotKnown
from services.billing.domain.recurring import Days, MonthCharged, applies, by_month, further_fen, missing
from services.billing.domain.tariff import Formula, Nature, Unit, in_force
from services.billing.models import ChargingTerm, CommunityReplica, HouseholdReplica, RoomReplica, TariffItem
from services.billing.repository import charges, tariffs
from services.billing.usecases.post_charges import Occasion, post_charges
from shared.runtime.unit_of_work import Transaction


async def charge_days(
    tx: Transaction,
    community: CommunityReplica,
    household: HouseholdReplica,
    term: ChargingTerm,
    wanted: Days,
    *,
    move_in_id: str | None = None,
) -> None:
    """Post what of `wanted` is not charged yet, a charge per item and month; the household is locked by the caller.

    The month in which the owner moved in is charged for the move-in, every other for itself. Nothing is charged
    after the household's last day. Raises RoomNotKnown.
    """
    if term.ends_on is not None:
        wanted = Days(wanted.first, term.ends_on)
    covered = _covered(term)
    for part in missing(covered, wanted):
        for days in by_month(part):
            is_first = move_in_id is not None and days.first == wanted.first
            kind = CauseKind.MOVE_IN if is_first else CauseKind.RECURRING
            cause_id = str(move_in_id) if is_first else f"{household.id}:{days.first}"
            occasion = Occasion(kind, cause_id, household.id, tx.now, household.room_id, household.room_code)
            await post_charges(tx, community, occasion, await _lines(tx, household, days))
            await tx.session.flush()  # the next part may be of the same month and count these days
    if covered is not None:
        term.charged_from = min(covered.first, wanted.first)
        term.charged_through = max(covered.last, wanted.last)
    elif wanted.count:
        term.charged_from, term.charged_through = wanted.first, wanted.last


def _covered(term: ChargingTerm) -> Days | None:
    if term.charged_from is None or term.charged_through is None:
        return None
    return Days(term.charged_from, term.charged_through)


async def _lines(tx: Transaction, household: HouseholdReplica, days: Days) -> list[Line]:
    """The items that apply to the room, at the price of the first of the days. An item without one is left out."""
    room = await tx.session.get(RoomReplica, household.room_id)
    if room is None:
        raise RoomNotKnown(household.room_code)
    charged = await charges.items_of_month(tx.session, household.id, f"{days.first:%Y-%m}")
    items = await tariffs.monthly_items(tx.session, household.community_id)
    lines = [_line(item, room, days, charged.get(item.code, 0)) for item in items]
    return [line for line in lines if line is not None]


def _line(item: TariffItem, room: RoomReplica, days: Days, days_before: int) -> Line | None:
    formula = Formula(item.formula)
    price = in_force(item.versions, days.first)
    if price is None or not applies(Unit(item.unit), formula, Nature(item.nature), room.kind):
        return None
    area_dm2 = room.area_dm2 if formula is Formula.AREA_MONTHS else None
    month = MonthCharged(days, price.unit_price_fen, area_dm2)
    return Line(
        item=item.code,
        name_zh=item.name_zh,
        name_en=item.name_en,
        unit=item.unit,
        nature=Nature(item.nature),
        quantity=1,
        amount_fen=further_fen(month, days_before),
        month=month,
    )
