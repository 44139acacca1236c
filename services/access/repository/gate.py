"""The gate's question, answered with one indexed read; and its log."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import and_, func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.access.models import CommunityReplica, GateCheck, Pass, RenovationReplica


@dataclass(frozen=True, slots=True)
class Presented:
    """What a presented code belongs to: a pass, a permit, or neither."""

    card: Pass | None = None
    permit: RenovationReplica | None = None
    time_zone: str | None = None


async def find_presented(session: AsyncSession, code: str, communities: Collection[str]) -> Presented:
    """What carries this code within the caller's communities: one statement, two index look-ups."""
    asked = select(literal(code).label("code")).subquery()
    wanted = (
        select(Pass, RenovationReplica, CommunityReplica.time_zone)
        .select_from(asked)
        .outerjoin(Pass, and_(Pass.code == asked.c.code, Pass.community_id.in_(communities)))
        .outerjoin(
            RenovationReplica,
            and_(RenovationReplica.permit_code == asked.c.code, RenovationReplica.community_id.in_(communities)),
        )
        .outerjoin(
            CommunityReplica,
            CommunityReplica.id == func.coalesce(Pass.community_id, RenovationReplica.community_id),
        )
        .limit(1)
    )
    card, permit, time_zone = (await session.execute(wanted)).one()
    return Presented(card, permit, time_zone)


def log_check(session: AsyncSession, check: GateCheck) -> None:
    """Append to the log."""
    session.add(check)
