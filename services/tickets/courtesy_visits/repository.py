"""Courtesy visits and the plans that draw them."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.tickets.courtesy_visits.domain.plans import CourtesyStatus, PropertyKind
from services.tickets.courtesy_visits.models import CourtesyVisit
from services.tickets.replicas.models import HouseholdReplica, RoomReplica
from shared.kernel.errors import NotFound
from shared.runtime.http.paging import Keyset, page_of

BY_ROOM = Keyset((CourtesyVisit.room_code, CourtesyVisit.id), descending=False)
_CALLED_ON = {"office": PropertyKind.OFFICE, "flat": PropertyKind.RESIDENCE, None: PropertyKind.RESIDENCE}


async def households_by_kind(session: AsyncSession, community_id: str) -> dict[PropertyKind, dict[str, str]]:
    """Room codes of the present households, by kind and household; a room not told of again counts as a residence.
    One query.
    """
    wanted = (
        select(HouseholdReplica.id, HouseholdReplica.room_code, RoomReplica.kind)
        .outerjoin(RoomReplica, RoomReplica.id == HouseholdReplica.room_id)
        .where(HouseholdReplica.community_id == community_id, HouseholdReplica.is_present)
    )
    found: dict[PropertyKind, dict[str, str]] = {kind: {} for kind in PropertyKind}
    for household_id, room_code, kind in (await session.execute(wanted)).all():
        if kind in _CALLED_ON:
            found[_CALLED_ON[kind]][household_id] = room_code
    return found


async def find_home(session: AsyncSession, community_id: str, room_code: str) -> tuple[str, PropertyKind] | None:
    """The household that lives in the room, and what the room is. One query."""
    wanted = (
        select(HouseholdReplica.id, RoomReplica.kind)
        .join(RoomReplica, RoomReplica.id == HouseholdReplica.room_id)
        .where(RoomReplica.community_id == community_id, RoomReplica.code == room_code, HouseholdReplica.is_present)
        .order_by(HouseholdReplica.version.desc())
        .limit(1)
    )
    row = (await session.execute(wanted)).one_or_none()
    return None if row is None else (row[0], _CALLED_ON.get(row[1], PropertyKind.RESIDENCE))


async def visited_between(session: AsyncSession, community_id: str, since: date, until: date) -> set[str]:
    """Households with a visit, planned or made, in the months from `since` up to, not including, `until`."""
    wanted = select(CourtesyVisit.household_id).where(
        CourtesyVisit.community_id == community_id, CourtesyVisit.month >= since, CourtesyVisit.month < until
    )
    return set((await session.scalars(wanted)).all())


async def load_visit(
    session: AsyncSession, visit_id: str, communities: Collection[str], *, for_change: bool = False
) -> CourtesyVisit:
    """A visit within the communities. Raises NotFound."""
    wanted = select(CourtesyVisit).where(CourtesyVisit.id == visit_id, CourtesyVisit.community_id.in_(communities))
    found = await session.scalar(wanted.with_for_update() if for_change else wanted)
    if found is None:
        raise NotFound(what="courtesy visit")
    return found


async def list_visits(
    session: AsyncSession,
    communities: Collection[str],
    *,
    month: date | None,
    status: str | None,
    cursor: str | None,
    limit: int,
) -> tuple[list[CourtesyVisit], str | None]:
    """By room. One query."""
    wanted = select(CourtesyVisit).where(CourtesyVisit.community_id.in_(communities))
    if month is not None:
        wanted = wanted.where(CourtesyVisit.month == month)
    if status is not None:
        wanted = wanted.where(CourtesyVisit.status == status)
    return await page_of(session, wanted, BY_ROOM, cursor=cursor, limit=limit)


async def count_visits(
    session: AsyncSession, community_id: str, kind: PropertyKind, since: date, until: date
) -> tuple[int, int]:
    """Planned ones in the months of the span, and households called on in them. One query."""
    made = CourtesyVisit.status == CourtesyStatus.MADE
    wanted = select(
        func.count().filter(CourtesyVisit.is_planned.is_(True)),
        func.count(CourtesyVisit.household_id.distinct()).filter(made),
    ).where(
        CourtesyVisit.community_id == community_id,
        CourtesyVisit.kind == kind.value,
        CourtesyVisit.month >= since,
        CourtesyVisit.month < until,
    )
    planned, called_on = (await session.execute(wanted)).one()
    return planned, called_on
