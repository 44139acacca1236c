"""Give a tariff item another price from a day on. Source: handbook B-01."""

from services.billing.domain.days import local_day
from services.billing.domain.errors import PriceDateTaken
from services.billing.domain.tariff import ensure_not_past
from services.billing.models import TariffVersion
from services.billing.repository import replicas, tariffs
from services.billing.schemas.tariffs import PriceAdding
from services.billing.usecases.prices import ItemOnDay
from services.billing.usecases.telling import price_told
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def add_price(
    tx: Transaction, caller: Caller, community_id: str | None, code: str, adding: PriceAdding
) -> ItemOnDay:
    """What was charged so far keeps its price. Raises NotFound, PriceInThePast, PriceDateTaken."""
    community = await replicas.load_community(tx.session, caller.community(community_id))
    item = await tariffs.load_item(tx.session, community.id, code, for_change=True)
    tx.guard(item)

    today = local_day(tx.now, community.time_zone)
    ensure_not_past(adding.valid_from, today)
    if any(version.valid_from == adding.valid_from for version in item.versions):
        raise PriceDateTaken(pointer="/valid_from", item=code, valid_from=adding.valid_from.isoformat())

    price = TariffVersion(
        number=item.version + 1,
        valid_from=adding.valid_from,
        unit_price_fen=adding.unit_price_fen,
        source=adding.source,
        added_at=tx.now,
        added_by=caller.account_id,
    )
    item.versions.append(price)

    tx.publish(item, price_told(item, price))
    return ItemOnDay(item, today)
