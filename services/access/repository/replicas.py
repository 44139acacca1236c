"""What other services told: communities, rooms, households, staff, renovations."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import exists, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from services.access.domain.standing import Standing
from services.access.models import (
    AccountReplica,
    CommunityReplica,
    HouseholdLeft,
    HouseholdReplica,
    MoveInReplica,
    RenovationReplica,
    RoomReplica,
)

DEFAULT_TIME_ZONE = "Asia/Shanghai"
"""Of a community whose replica has not arrived."""


def local_day(now: datetime, time_zone: str | None) -> date:
    """The day at that moment in a community's time zone."""
    return now.astimezone(ZoneInfo(time_zone or DEFAULT_TIME_ZONE)).date()


async def today_in(session: AsyncSession, community_id: str, now: datetime) -> date:
    """The community's local day."""
    time_zone = await session.scalar(select(CommunityReplica.time_zone).where(CommunityReplica.id == community_id))
    return local_day(now, time_zone)


async def days_of_communities(session: AsyncSession, now: datetime) -> Mapping[str, date]:
    """The local day of every community."""
    rows = await session.execute(select(CommunityReplica.id, CommunityReplica.time_zone))
    return {community_id: local_day(now, time_zone) for community_id, time_zone in rows}


async def find_room(session: AsyncSession, community_id: str, code: str) -> RoomReplica | None:
    """A room by its code within a community."""
    wanted = select(RoomReplica).where(RoomReplica.community_id == community_id, RoomReplica.code == code)
    return await session.scalar(wanted.order_by(RoomReplica.version.desc()).limit(1))


async def present_household(session: AsyncSession, room_id: str) -> HouseholdReplica | None:
    """Who lives in the room now."""
    wanted = select(HouseholdReplica).where(HouseholdReplica.room_id == room_id, HouseholdReplica.is_present)
    return await session.scalar(wanted.order_by(HouseholdReplica.id.desc()).limit(1))


async def lock_household_with(session: AsyncSession, room_id: str, person_id: str) -> HouseholdReplica | None:
    """The household in the room that this person belongs to, held so that its passes are counted one after another."""
    left = exists().where(HouseholdLeft.id == HouseholdReplica.id)
    wanted = select(HouseholdReplica).where(HouseholdReplica.room_id == room_id, HouseholdReplica.is_present, ~left)
    present = await session.scalars(wanted.order_by(HouseholdReplica.id).with_for_update())
    for household in present:
        if any(member["person_id"] == person_id for member in household.members):
            return household
    return None


async def lock_household(session: AsyncSession, household_id: str, community_id: str) -> HouseholdReplica | None:
    """A household, present or not, held so that one at a time gives to it or takes from it."""
    wanted = select(HouseholdReplica).where(
        HouseholdReplica.id == household_id, HouseholdReplica.community_id == community_id
    )
    return await session.scalar(wanted.with_for_update().execution_options(populate_existing=True))


async def has_left(session: AsyncSession, household_id: str) -> bool:
    """Whether the household was heard to have left its room (R-07)."""
    return await session.get(HouseholdLeft, household_id, populate_existing=True) is not None


async def enter_once(session: AsyncSession, row: type[MoveInReplica | HouseholdLeft], **state: Any) -> bool:
    """Insert it; False when a row of that id stands."""
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    insert = dialect.insert(row).values(**state).on_conflict_do_nothing(index_elements=["id"])
    return (await session.execute(insert.returning(row.id))).first() is not None


async def names_of(session: AsyncSession, account_ids: Collection[str]) -> Mapping[str, str]:
    """Staff names by account id; whoever is not known yet is left out."""
    wanted = select(AccountReplica.id, AccountReplica.display_name).where(AccountReplica.id.in_(account_ids))
    return dict((await session.execute(wanted)).all())


async def enter_renovation(session: AsyncSession, renovation_id: str, community_id: str) -> RenovationReplica:
    """The renovation's row, made if need be, and locked to the end of the transaction.

    Of two events at once the second waits here and then sees what the first did: without it a payment and a
    permit could each miss the other, and the passes would wait for ever.
    """
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    unheard = Standing()
    insert = dialect.insert(RenovationReplica.__table__).values(
        id=renovation_id,
        community_id=community_id,
        version=0,
        worker_ids=[],
        approved_version=unheard.approved_version,
        permitted_version=unheard.permitted_version,
        stopped_version=unheard.stopped_version,
        resumed_version=unheard.resumed_version,
        ended_version=unheard.ended_version,
        fee_due=unheard.fee_due,
        completed_version=unheard.completed_version,
    )
    await session.execute(insert.on_conflict_do_update(index_elements=["id"], set_={"id": insert.excluded.id}))
    return await session.get_one(RenovationReplica, renovation_id, populate_existing=True)


async def lock_renovation(session: AsyncSession, renovation_id: str) -> RenovationReplica | None:
    """The renovation's row, held so that works are not stopped between the check and the commit."""
    wanted = select(RenovationReplica).where(RenovationReplica.id == renovation_id)
    return await session.scalar(wanted.with_for_update().execution_options(populate_existing=True))
