"""How a closed ticket was drawn. Source: handbook T-16."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.tickets.follow_ups.models import SampleDraw
from shared.kernel.errors import NotFound


async def load_draw(session: AsyncSession, ticket_id: str, communities: Collection[str]) -> SampleDraw:
    """Within the communities. Raises NotFound for one that is open, or was closed before draws were kept. One query."""
    wanted = select(SampleDraw).where(SampleDraw.ticket_id == ticket_id, SampleDraw.community_id.in_(communities))
    found = await session.scalar(wanted)
    if found is None:
        raise NotFound(what="draw")
    return found
