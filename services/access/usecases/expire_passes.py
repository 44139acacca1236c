"""Close the passes whose last day is over where they are valid. The gate judges by date and need not wait for it."""

from services.access.domain.lifecycle import Action
from services.access.repository import passes, replicas
from services.access.usecases.advancing import advance
from services.access.usecases.telling import state_of
from shared.contracts.access import PassExpired
from shared.runtime.context import Context
from shared.runtime.unit_of_work import UnitOfWork

_BATCH = 100


async def expire_passes(unit_of_work: UnitOfWork, context: Context) -> None:
    """Community by community, by its own local day; each batch is committed by itself."""
    async with unit_of_work.database.read() as session:
        days = await replicas.days_of_communities(session, unit_of_work.clock.now())
    for community_id, today in days.items():
        found = _BATCH
        while found == _BATCH:
            async with unit_of_work.begin(context) as tx:
                ended = await passes.lock_ended(tx.session, community_id, today, _BATCH)
                for card in ended:
                    advance(tx, card, Action.EXPIRE)
                    tx.publish(card, PassExpired(**state_of(card)))
            found = len(ended)
