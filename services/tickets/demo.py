"""Tickets' part of the demo community: its policy and its answer book. Tickets come through the API (decision 0009)."""

from services.tickets.answers.demo import seed_answers
from services.tickets.policies.models import PolicyRow
from services.tickets.policies.repository import find_policy
from shared.kernel.ids import new_id, stable_id
from shared.runtime.context import Context
from shared.runtime.unit_of_work import UnitOfWork

GARDEN = stable_id("demo", "community", "sunshine-garden")


async def seed(unit_of_work: UnitOfWork) -> None:
    """Every repair is followed up, so that the story can be played at once (T-16 allows 30 to 100 %)."""
    async with unit_of_work.begin(Context(correlation_id=new_id())) as tx:
        if await find_policy(tx.session, GARDEN) is None:
            tx.session.add(
                PolicyRow(community_id=GARDEN, follow_up={"seed": "sunshine-garden", "coverage": {"repair": 100}})
            )
        await seed_answers(tx, GARDEN)
