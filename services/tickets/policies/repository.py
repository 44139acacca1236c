"""A community's own values."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.tickets.policies.models import PolicyRow


async def find_policy(session: AsyncSession, community_id: str) -> PolicyRow | None:
    """The community's own values; None where it has none."""
    return await session.get(PolicyRow, community_id)
