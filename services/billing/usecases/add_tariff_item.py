"""Add an item to the tariff. Source: handbook B-01, B-02."""

from services.billing.domain.days import local_day
from services.billing.domain.errors import TariffItemExists
from services.billing.domain.tariff import ensure_not_past
from services.billing.models import TariffItem, TariffVersion
from services.billing.repository import replicas, tariffs
from services.billing.schemas.tariffs import TariffItemAdding
from services.billing.usecases.prices import ItemOnDay
from services.billing.usecases.telling import price_told
from shared.kernel.ids import new_id
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def add_tariff_item(tx: Transaction, caller: Caller, adding: TariffItemAdding) -> ItemOnDay:
    """The item with its first price. Raises TariffItemExists, PriceInThePast."""
    community = await replicas.load_community(tx.session, caller.community(adding.community_id))
    found = await tariffs.find_items(tx.session, community.id, [adding.item])

    today = local_day(tx.now, community.time_zone)
    if found:
        raise TariffItemExists(pointer="/item", item=adding.item)
    ensure_not_past(adding.valid_from, today)

    price = TariffVersion(
        number=1,
        valid_from=adding.valid_from,
        unit_price_fen=adding.unit_price_fen,
        source=adding.source,
        added_at=tx.now,
        added_by=caller.account_id,
    )
    item = TariffItem(
        id=new_id(),
        community_id=community.id,
        created_at=tx.now,
        version=1,
        event_sequence=0,
        code=adding.item,
        name_zh=adding.name_zh,
        name_en=adding.name_en,
        unit=adding.unit,
        formula=adding.formula,
        nature=adding.nature,
        versions=[price],
    )
    tx.session.add(item)

    tx.publish(item, price_told(item, price))
    return ItemOnDay(item, today, id=item.code)
