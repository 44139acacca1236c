"""Queries over arrears and the crossings of their thresholds."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from services.billing.domain.arrears import ArrearsPolicy
from services.billing.models import ArrearsCrossing, ArrearsPolicyRow, Charge, CommunityReplica, HouseholdReplica
from shared.runtime.http.paging import Keyset, page_of

NEWEST_FIRST = Keyset((ArrearsCrossing.created_at, ArrearsCrossing.id))


@dataclass(frozen=True, slots=True)
class Overdue:
    """What a household owes past its due dates."""

    household_id: str
    overdue_fen: int
    oldest_due_on: date


async def communities_with_policies(
    session: AsyncSession,
) -> Sequence[tuple[CommunityReplica, ArrearsPolicyRow | None]]:
    """Every community with its own thresholds, if it has any. One query."""
    wanted = select(CommunityReplica, ArrearsPolicyRow).outerjoin(
        ArrearsPolicyRow, ArrearsPolicyRow.community_id == CommunityReplica.id
    )
    return [(community, policy) for community, policy in await session.execute(wanted)]


async def find_policy(session: AsyncSession, community_id: str) -> ArrearsPolicyRow | None:
    """The community's own thresholds; None where it has none."""
    return await session.get(ArrearsPolicyRow, community_id)


async def lock_policy(session: AsyncSession, community_id: str) -> ArrearsPolicyRow:
    """The community's row, locked; made where there is none, once however many ask at a time."""
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    empty = dialect.insert(ArrearsPolicyRow).values(community_id=community_id, version=0)
    await session.execute(empty.on_conflict_do_nothing(index_elements=["community_id"]))
    wanted = select(ArrearsPolicyRow).where(ArrearsPolicyRow.community_id == community_id).with_for_update()
    return (await session.scalars(wanted.execution_options(populate_existing=True))).one()


async def households_over(
    session: AsyncSession, community_id: str, policy: ArrearsPolicy, today: date, *, after: str, limit: int
) -> list[Overdue]:
    """Households over a threshold, by id, from after one on. One query."""
    overdue_fen, oldest = func.sum(Charge.outstanding_fen), func.min(Charge.due_on)
    wanted = (
        select(Charge.household_id, overdue_fen, oldest)
        .where(
            Charge.community_id == community_id,
            Charge.outstanding_fen > 0,
            Charge.due_on < today,
            Charge.household_id > after,
        )
        .group_by(Charge.household_id)
        .having(or_(overdue_fen > policy.amount_fen, oldest < policy.oldest_allowed(today)))
        .order_by(Charge.household_id)
        .limit(limit)
    )
    return [Overdue(household_id, int(fen), day) for household_id, fen, day in await session.execute(wanted)]


async def households_of(session: AsyncSession, ids: Collection[str]) -> Mapping[str, HouseholdReplica]:
    """Households by id, present or departed."""
    found = await session.scalars(select(HouseholdReplica).where(HouseholdReplica.id.in_(ids)))
    return {household.id: household for household in found}


async def lasting_among(session: AsyncSession, household_ids: Collection[str]) -> set[str]:
    """Those of the households whose crossing lasts."""
    wanted = select(ArrearsCrossing.household_id).where(
        ArrearsCrossing.household_id.in_(household_ids), ArrearsCrossing.ended_on.is_(None)
    )
    return set((await session.scalars(wanted)).all())


async def lock_lasting(
    session: AsyncSession, community_id: str, *, after: str, limit: int
) -> Sequence[ArrearsCrossing]:
    """Crossings that last, by id, from after one on."""
    wanted = select(ArrearsCrossing).where(
        ArrearsCrossing.community_id == community_id, ArrearsCrossing.ended_on.is_(None), ArrearsCrossing.id > after
    )
    return (await session.scalars(wanted.order_by(ArrearsCrossing.id).limit(limit).with_for_update())).all()


async def overdue_of(session: AsyncSession, household_ids: Collection[str], today: date) -> Mapping[str, Overdue]:
    """What the households owe past its due date; who owes nothing is left out. One query."""
    wanted = (
        select(Charge.household_id, func.sum(Charge.outstanding_fen), func.min(Charge.due_on))
        .where(Charge.household_id.in_(household_ids), Charge.outstanding_fen > 0, Charge.due_on < today)
        .group_by(Charge.household_id)
    )
    return {one: Overdue(one, int(fen), day) for one, fen, day in await session.execute(wanted)}


async def list_crossings(
    session: AsyncSession, communities: Collection[str], *, lasting: bool | None, cursor: str | None, limit: int
) -> tuple[list[ArrearsCrossing], str | None]:
    """Newest first. One query."""
    wanted = select(ArrearsCrossing).where(ArrearsCrossing.community_id.in_(communities))
    if lasting is not None:
        ended = ArrearsCrossing.ended_on
        wanted = wanted.where(ended.is_(None) if lasting else ended.is_not(None))
    return await page_of(session, wanted, NEWEST_FIRST, cursor=cursor, limit=limit)
