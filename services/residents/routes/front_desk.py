"""What the gateway composes for the desk: who calls, and what waits today."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from sqlalchemy.ext.asyncio import AsyncSession

from services.residents.households import repository as households
from services.residents.households.domain.matters import may_be_told
from services.residents.households.domain.membership import Role
from services.residents.households.models import Household, StandingInstruction
from services.residents.households.repository import HouseholdFilter
from services.residents.premises import repository as premises
from services.residents.premises.models import Room
from services.residents.premises.repository import RoomFilter
from services.residents.renovation import repository as renovations
from services.residents.renovation.hot_work import repository as hot_works
from services.residents.renovation.hot_work.models import HotWork
from services.residents.renovation.models import Renovation
from services.residents.renovation.policies import repository as policies
from services.residents.schemas import (
    CallerCard,
    CardInstruction,
    CardMember,
    CardWorks,
    ExpiringPermit,
    GateHotWork,
    GateInstructions,
    Match,
    Today,
    WaitingRenovation,
)
from shared.kernel.errors import NotFound
from shared.kernel.phones import mask_phone, parse_phone
from shared.runtime.http.fields import Code, Identifier
from shared.runtime.http.reading import Reader, reader_of
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix="/internal/front-desk", include_in_schema=False)

_MOST_MATCHES = 20
_MOST_WAITING = 50
_DAY = timedelta(days=1)


@routes.get("/caller-card")
async def caller_card(
    caller: Annotated[Caller, needs("households:read")],
    reader: Annotated[Reader, Depends(reader_of)],
    room_code: Annotated[Code | None, Query()] = None,
    household_id: Annotated[Identifier | None, Query()] = None,
    phone: Annotated[Code | None, Query()] = None,
    community_id: Annotated[Identifier | None, Query()] = None,
) -> CallerCard:
    """By room, household or phone. An unknown room or household is 404, an unknown phone nobody."""
    communities = [caller.community(community_id)] if community_id else sorted(caller.communities)
    async with reader.session() as session:
        if room_code is not None:
            rooms, _ = await premises.list_rooms(
                session, RoomFilter(communities, code=room_code), cursor=None, limit=_MOST_MATCHES
            )
            if not rooms:
                raise NotFound(what="room")
            found = await _present_in(session, communities, rooms)
        elif household_id is not None:
            known = await households.load_household(session, household_id, communities)
            rooms = [await premises.load_room(session, known.room_id, communities)]
            found = {known.room_id: known}
        else:
            rooms, found = await _of_phone(session, communities, phone)
        instructions = await _instructions(session, caller, found.values(), reader.now)
        return CallerCard(matches=await _matches(session, caller, rooms, found, instructions))


@routes.get("/gate-check")
async def gate_check(
    caller: Annotated[Caller, needs("instructions:read")],
    reader: Annotated[Reader, Depends(reader_of)],
    room_code: Annotated[Code, Query()],
    community_id: Annotated[Identifier, Query()],
) -> GateInstructions:
    """What the room's household asks of whoever lets people in (A-06), and its fires of the day (R-33).

    An unknown room is 404.
    """
    communities = [caller.community(community_id)]
    async with reader.session() as session:
        rooms, _ = await premises.list_rooms(session, RoomFilter(communities, code=room_code), cursor=None, limit=1)
        if not rooms:
            raise NotFound(what="room")
        found = await households.present_household(session, rooms[0].id)
        instructions = await _instructions(session, caller, [found] if found else [], reader.now)
        fires = await _hot_works(session, caller, rooms[0], reader.now)
    return GateInstructions(
        room_code=rooms[0].code,
        instructions=[CardInstruction.of(row) for rows in instructions.values() for row in rows],
        hot_works=[GateHotWork.at(row, reader.now) for row in fires],
    )


async def _hot_works(session: AsyncSession, caller: Caller, room: Room, now: datetime) -> Sequence[HotWork]:
    if not caller.may("renovations:read"):
        return []
    return await hot_works.permitted_in_room(session, room.community_id, room.id, since=now - _DAY, until=now + _DAY)


async def _instructions(
    session: AsyncSession, caller: Caller, found: Collection[Household], now: datetime
) -> dict[str, list[StandingInstruction]]:
    present = [household for household in found if household.departed_on is None]
    if not present or not caller.may("instructions:read"):
        return {}
    days = await premises.days_of(session, {household.community_id for household in present}, now)
    return await households.instructions_in_force(
        session, {household.id: days[household.community_id] for household in present}
    )


async def _present_in(session: AsyncSession, communities: list[str], rooms: list[Room]) -> dict[str, Household]:
    wanted = HouseholdFilter(communities, room_ids=[room.id for room in rooms])
    rows, _ = await households.list_households(session, wanted, cursor=None, limit=_MOST_MATCHES)
    return {row.room_id: row for row in rows}


async def _of_phone(
    session: AsyncSession, communities: list[str], phone: str | None
) -> tuple[list[Room], dict[str, Household]]:
    if phone is None:
        return [], {}
    wanted = HouseholdFilter(communities, phone=parse_phone(phone))
    rows, _ = await households.list_households(session, wanted, cursor=None, limit=_MOST_MATCHES)
    rooms = await premises.rooms_by_id(session, [row.room_id for row in rows])
    return [rooms[row.room_id] for row in rows], {row.room_id: row for row in rows}


async def _matches(
    session: AsyncSession,
    caller: Caller,
    rooms: list[Room],
    found: dict[str, Household],
    instructions: dict[str, list[StandingInstruction]],
) -> list[Match]:
    names = {member.person.name for household in found.values() for member in household.present_members}
    rooms_of_names = await households.rooms_of_names(session, {room.community_id for room in rooms}, names)
    works = (
        await renovations.works_in_rooms(session, [room.id for room in rooms]) if caller.may("renovations:read") else {}
    )
    return [
        Match(
            household_id=found[room.id].id if room.id in found else None,
            community_id=room.community_id,
            room_id=room.id,
            room_code=room.code,
            occupancy=room.occupancy,
            members=_members(found[room.id], rooms_of_names) if room.id in found else [],
            instructions=[CardInstruction.of(row) for row in instructions.get(found[room.id].id, [])]
            if room.id in found
            else [],
            works=_works(works[room.id]) if room.id in works else None,
        )
        for room in rooms
    ]


def _members(household: Household, rooms_of_names: dict[str, list[str]]) -> list[CardMember]:
    return [
        CardMember(
            person_id=member.person_id,
            name=member.person.name,
            display_name=member.person.display_name,
            role=member.role,
            phone=mask_phone(member.person.phone) if member.person.phone else None,
            language=member.person.language,
            may_be_told=may_be_told(Role(member.role), member.matters),
            is_emergency_contact=member.is_emergency_contact,
            same_name_rooms=[
                room for room in rooms_of_names.get(member.person.name, []) if room != household.room_code
            ],
        )
        for member in household.present_members
    ]


def _works(renovation: Renovation) -> CardWorks:
    permit = renovation.permits[-1] if renovation.permits else None
    return CardWorks(
        renovation_id=renovation.id,
        number=renovation.number,
        status=renovation.status,
        permit_number=permit.number if permit else None,
        valid_until=permit.valid_until if permit else None,
    )


@routes.get("/today")
async def today(
    caller: Annotated[Caller, needs("renovations:read")],
    reader: Annotated[Reader, Depends(reader_of)],
    community_id: Annotated[Identifier | None, Query()] = None,
) -> Today:
    """Applications that wait, longest first; permits that end within the days of notice (handbook R-32)."""
    wanted = caller.community(community_id, pointer="/community_id")
    async with reader.session() as session:
        community = await premises.load_community(session, wanted, caller.communities)
        day = reader.now.astimezone(community.zone).date()
        policy = await policies.policy_of(session, community.id)
        last = day + timedelta(days=policy.permits.extension_notice_days)
        waiting = await renovations.awaiting_decision(session, wanted, limit=_MOST_WAITING)
        expiring = await renovations.expiring_permits(session, wanted, first=day, last=last, limit=_MOST_WAITING)
    return Today(
        renovations_waiting=[
            WaitingRenovation(
                renovation_id=row.id,
                number=row.number,
                room_code=row.room_code,
                status=row.status,
                since=row.changed_at,
            )
            for row in waiting
        ],
        permits_expiring=[
            ExpiringPermit(
                renovation_id=row.id,
                permit_number=permit.number,
                room_code=row.room_code,
                valid_until=permit.valid_until,
            )
            for permit, row in expiring
        ],
    )
