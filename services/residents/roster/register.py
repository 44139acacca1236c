"""Every query of the register as an import compares with it, writes into it and takes back from it."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import ARRAY, Select, String, Table, TableValuedAlias, delete, func, literal, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from services.residents.archives.models import Archive
from services.residents.households.models import Household, HouseholdMember, Person
from services.residents.households.repository import WITH_MEMBERS
from services.residents.models import Base
from services.residents.premises.models import Room
from services.residents.roster.domain.comparing import HouseholdNow, PersonNow, RoomNow

DERIVED: tuple[Table, ...] = ()
"""Tables that only repeat what a household is, by its `household_id`: an undo deletes their rows with it."""
_OWN = {"households", "household_members", "archives"}


async def rooms_now(session: AsyncSession, community_id: str, codes: Collection[str]) -> dict[str, RoomNow]:
    """Per code the room with its present household; two queries at most."""
    columns = (Room.code, Room.id, Room.version, Room.area_dm2, Room.kind, Room.occupancy, Room.hand_over)
    rooms = (await session.execute(_by_code(session, community_id, codes, *columns))).all()
    if not rooms:
        return {}
    households = await households_now(session, [room.id for room in rooms])
    return {
        room.code: RoomNow(
            room.id, room.version, room.area_dm2, room.kind, room.occupancy, room.hand_over, households.get(room.id)
        )
        for room in rooms
    }


async def households_now(session: AsyncSession, room_ids: Collection[str]) -> dict[str, HouseholdNow]:
    """Per room its present household with the present members; one query."""
    found = await session.execute(
        select(
            Household.room_id, Household.id, Household.version, HouseholdMember.role, Person.id.label("person_id"),
            Person.version.label("person_version"), Person.name, Person.phone, Person.id_number_index,
        )
        .join(HouseholdMember, HouseholdMember.household_id == Household.id)
        .join(Person, Person.id == HouseholdMember.person_id)
        .where(
            Household.room_id.in_(room_ids), Household.departed_on.is_(None), HouseholdMember.left_on.is_(None)
        )
        .order_by(HouseholdMember.position)
    )  # fmt: skip
    people: dict[str, list[PersonNow]] = {}
    homes: dict[str, Any] = {}
    for row in found:
        homes.setdefault(row.room_id, row)
        people.setdefault(row.room_id, []).append(
            PersonNow(row.person_id, row.person_version, row.role, row.name, row.phone, row.id_number_index)
        )
    return {room_id: HouseholdNow(home.id, home.version, tuple(people[room_id])) for room_id, home in homes.items()}


async def codes_taken(session: AsyncSession, community_id: str, codes: Collection[str]) -> set[str]:
    """Which of the codes are rooms by now."""
    found = await session.execute(_by_code(session, community_id, codes, Room.code))
    return {row.code for row in found}


def _by_code(session: AsyncSession, community_id: str, codes: Collection[str], *columns: Any) -> Select[Any]:
    """The rooms of the codes that there are, each by a look of its own into the unique index.

    On a table that grows from nothing while it is asked PostgreSQL compares every room of the community with the
    whole list otherwise: the square of the import's size.
    """
    if session.get_bind().dialect.name == "sqlite":
        return select(*columns).where(Room.community_id == community_id, Room.code.in_(codes))
    wanted = _wanted(codes)
    one = select(*columns).where(Room.community_id == community_id, Room.code == wanted.c.code).limit(1).lateral("one")
    return select(one).select_from(wanted).join(one, true())


def _wanted(codes: Collection[str]) -> TableValuedAlias:
    return func.unnest(literal(list(codes), ARRAY(String))).table_valued("code").render_derived(name="wanted")


async def rooms_held(session: AsyncSession, community_id: str, room_ids: Collection[str]) -> dict[str, Room]:
    """Locked, by id."""
    if not room_ids:
        return {}
    found = await session.scalars(
        select(Room).where(Room.community_id == community_id, Room.id.in_(room_ids)).order_by(Room.id).with_for_update()
    )
    return {room.id: room for room in found}


async def households_held(
    session: AsyncSession, community_id: str, household_ids: Collection[str]
) -> dict[str, Household]:
    """Locked, by id, each with members and persons past and present."""
    if not household_ids:
        return {}
    found = await session.scalars(
        select(Household)
        .where(Household.community_id == community_id, Household.id.in_(household_ids))
        .order_by(Household.id)
        .options(WITH_MEMBERS)
        .with_for_update()
    )
    return {household.id: household for household in found}


async def rooms_with_household(session: AsyncSession, room_ids: Collection[str]) -> set[str]:
    """Which of the rooms somebody holds."""
    if not room_ids:
        return set()
    found = await session.scalars(
        select(Household.room_id).where(Household.room_id.in_(room_ids), Household.departed_on.is_(None))
    )
    return set(found)


async def files_of_rooms(session: AsyncSession, community_id: str, rooms: Mapping[str, Room]) -> dict[str, int]:
    """How many households of each room have had a file; by the rooms' codes, which the files are ordered by."""
    if not rooms:
        return {}
    codes = {room.code: room.id for room in rooms.values()}
    found = await session.execute(_files_by_code(session, community_id, codes))
    return {codes[code]: count for code, count in found if count}


def _files_by_code(session: AsyncSession, community_id: str, codes: Collection[str]) -> Select[str, int]:
    """Room code and number of files; each by a look of its own, for the reason that `_by_code` has."""
    if session.get_bind().dialect.name == "sqlite":
        found = select(Archive.room_code, func.count()).where(
            Archive.community_id == community_id, Archive.room_code.in_(codes)
        )
        return found.group_by(Archive.room_code)
    wanted = _wanted(codes)
    counted = (
        select(func.count().label("files"))
        .where(Archive.community_id == community_id, Archive.room_code == wanted.c.code)
        .lateral("counted")
    )
    return select(wanted.c.code, counted.c.files).select_from(wanted).join(counted, true())


async def homes_of_persons(session: AsyncSession, community_id: str, person_ids: Collection[str]) -> set[str]:
    """Present households that any of them belongs to."""
    if not person_ids:
        return set()
    found = await session.scalars(
        select(Household.id)
        .join(HouseholdMember, HouseholdMember.household_id == Household.id)
        .where(
            Household.community_id == community_id,
            Household.departed_on.is_(None),
            HouseholdMember.left_on.is_(None),
            HouseholdMember.person_id.in_(person_ids),
        )
        .distinct()
    )
    return set(found)


async def files_of_households(session: AsyncSession, household_ids: Collection[str]) -> dict[str, Archive]:
    """Per household its file, locked."""
    if not household_ids:
        return {}
    found = await session.scalars(select(Archive).where(Archive.household_id.in_(household_ids)).with_for_update())
    return {archive.household_id: archive for archive in found}


async def referred_to(
    session: AsyncSession, *, households: Collection[str], persons: Collection[str], archives: Collection[str]
) -> set[str]:
    """Which of the ids any other row of the service names, whatever its subject: found by the columns' names.

    A query for each column, however many ids. A member's row refers to its person only from another household.
    """
    wanted = {"household_id": households, "person_id": persons, "payer_id": persons, "archive_id": archives}
    found: set[str] = set()
    for table in Base.metadata.sorted_tables:
        for name, ids in wanted.items():
            if ids and name in table.c and table.name not in _OWN | {each.name for each in DERIVED}:
                found.update(await session.scalars(select(table.c[name]).where(table.c[name].in_(ids)).distinct()))
    if persons:
        other_homes = select(HouseholdMember.person_id, func.count(HouseholdMember.household_id.distinct())).where(
            HouseholdMember.person_id.in_(persons)
        )
        counted = await session.execute(other_homes.group_by(HouseholdMember.person_id))
        found.update(person_id for person_id, count in counted if count > 1)
    return found


async def delete_households(session: AsyncSession, households: Collection[str], persons: Collection[str]) -> None:
    """With their files, their members and what only repeats them; and persons who had only joined another."""
    for table in DERIVED:
        await session.execute(delete(table).where(table.c.household_id.in_(households)))
    if households:
        await session.execute(delete(HouseholdMember).where(HouseholdMember.household_id.in_(households)))
        await session.execute(delete(Archive).where(Archive.household_id.in_(households)))
        await session.execute(delete(Household).where(Household.id.in_(households)))
    if persons:
        await session.execute(delete(HouseholdMember).where(HouseholdMember.person_id.in_(persons)))
        await session.execute(delete(Person).where(Person.id.in_(persons)))
