"""A pass with all that is told of it: its history and the names of those who acted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from services.access.models import Pass, PassStep
from services.access.repository import passes, replicas


@dataclass(frozen=True, slots=True)
class PassRecord:
    """What one pass's answer is made of."""

    card: Pass
    steps: Sequence[PassStep]
    staff_names: Mapping[str, str]

    @property
    def id(self) -> str:
        """The pass's id, for `Location`."""
        return self.card.id

    @property
    def version(self) -> int:
        """The pass's version, for the `ETag`."""
        return self.card.version


async def describe(session: AsyncSession, card: Pass) -> PassRecord:
    """Two queries, however long the history is; changes are written first, so that the version is the new one."""
    await session.flush()
    steps = await passes.steps_of(session, card.id)
    names = await replicas.names_of(session, {step.actor_id for step in steps if step.actor_id is not None})
    return PassRecord(card, steps, names)
