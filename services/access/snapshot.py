"""The present state as events, for others' replicas. Source: architecture 5.

Parcels are not told: this service keeps none. Nobody who sends messages may be told so: see `app`.
"""

from collections.abc import AsyncIterator, Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services.access.domain.lifecycle import Status
from services.access.models import Key, Pass
from services.access.repository.keys import every_key_of_a_room
from services.access.repository.passes import every_pass
from services.access.usecases.telling import key_state, state_of
from shared.contracts.access import (
    KeyMoved,
    PassExpired,
    PassIssued,
    PassLost,
    PassRequested,
    PassReturned,
    PassSuspended,
)
from shared.contracts.envelope import Event
from shared.runtime.tables import AggregateRow

_TOLD_BY: Mapping[Status, type[Any]] = {
    Status.ISSUED: PassIssued,
    Status.SUSPENDED: PassSuspended,
    Status.REVOKED: PassSuspended,
    Status.RECALLED: PassSuspended,
    Status.RETURNED: PassReturned,
    Status.EXPIRED: PassExpired,
    Status.LOST: PassLost,
}


async def snapshot(session: AsyncSession) -> AsyncIterator[tuple[AggregateRow, Event]]:
    """Keys of rooms with their last movement, and passes by what became of them; one refused was only requested."""
    async for key, movement in every_key_of_a_room(session):
        yield key, _key(key, movement)
    async for card in every_pass(session):
        yield card, _pass(card)


def _key(key: Key, movement: str) -> Event:
    return KeyMoved(**key_state(key, movement, version=key.version))


def _pass(card: Pass) -> Event:
    told: Event = _TOLD_BY.get(Status(card.status), PassRequested)(**state_of(card) | {"version": card.version})
    return told
