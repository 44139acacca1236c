"""Keep the prices that work is quoted from. Source: handbook T-09, B-01."""

from services.tickets.replicas.models import TariffPrice
from shared.contracts.billing import TariffChanged
from shared.contracts.envelope import CloudEvent
from shared.kernel.ids import stable_id
from shared.runtime.replicas import keep_newest
from shared.runtime.unit_of_work import Transaction


async def follow_tariff(tx: Transaction, envelope: CloudEvent, price: TariffChanged) -> None:
    """A price from a day on; earlier and later ones stay beside it."""
    await keep_newest(
        tx.session,
        TariffPrice,
        id=stable_id("tariff-price", envelope.community, price.item, price.valid_from.isoformat()),
        community_id=envelope.community,
        item=price.item,
        name_zh=price.name_zh,
        name_en=price.name_en,
        unit=price.unit,
        unit_price_fen=price.unit_price_fen,
        valid_from=price.valid_from,
        version=price.version,
    )
