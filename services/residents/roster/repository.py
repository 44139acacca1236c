"""Every query of the imports, and the register as the dry run compares with it."""

from collections.abc import AsyncIterator, Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Table, and_, delete, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.residents.archives.models import Archive
from services.residents.households.models import Household, HouseholdMember, Person
from services.residents.households.repository import WITH_MEMBERS
from services.residents.models import Base
from services.residents.premises.models import Room
from services.residents.roster.domain.comparing import HouseholdNow, PersonNow, RoomNow
from services.residents.roster.domain.lifecycle import AT_WORK, RowKind, Status
from services.residents.roster.models import RosterImport, RosterLeaf, RosterPiece
from shared.kernel.errors import NotFound
from shared.runtime.http.paging import Keyset, page_of

DERIVED: tuple[Table, ...] = ()
"""Tables that only repeat what a household is, by its `household_id`: an undo deletes their rows with it."""
_OWN = {"households", "household_members", "archives"}
NEWEST = Keyset((RosterImport.created_at, RosterImport.id))
LEASE = timedelta(seconds=60)
_LEAVES_OF_A_PAGE = 2


async def load_import(
    session: AsyncSession, import_id: str, community_id: str, communities: Collection[str], *, lock: bool = False
) -> RosterImport:
    """An import of that community, which must be one of the caller's. Raises NotFound."""
    wanted = select(RosterImport).where(
        RosterImport.id == import_id,
        RosterImport.community_id == community_id,
        RosterImport.community_id.in_(communities),
    )
    found = await session.scalar(wanted.with_for_update() if lock else wanted)
    if found is None:
        raise NotFound(what="roster import")
    return found


async def list_imports(
    session: AsyncSession, community_id: str, *, cursor: str | None, limit: int
) -> tuple[list[RosterImport], str | None]:
    """The newest first; one query."""
    wanted = select(RosterImport).where(RosterImport.community_id == community_id)
    return await page_of(session, wanted, NEWEST, cursor=cursor, limit=limit)


async def is_one_at_work(session: AsyncSession, community_id: str, statuses: Collection[Status]) -> bool:
    """Whether an import of the community is in one of those states."""
    wanted = exists().where(RosterImport.community_id == community_id, RosterImport.status.in_(statuses))
    return bool(await session.scalar(select(wanted)))


# ── the work on one import ────────────────────────────────────────────────────────────────────────


async def claim_import(session: AsyncSession, owner: str, now: datetime) -> RosterImport | None:
    """The oldest that has work to do and nobody at it; leased to `owner`."""
    is_free = or_(RosterImport.lease_until.is_(None), RosterImport.lease_until < now)
    found = await session.scalar(
        select(RosterImport)
        .where(RosterImport.status.in_(AT_WORK), is_free)
        .order_by(RosterImport.created_at)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if found is not None:
        found.lease_owner, found.lease_until = owner, now + LEASE
    return found


async def hold_import(session: AsyncSession, import_id: str, owner: str, now: datetime) -> RosterImport | None:
    """The import, locked and its lease prolonged; None when another process has taken it over."""
    found = await session.scalar(select(RosterImport).where(RosterImport.id == import_id).with_for_update())
    if found is None or found.lease_owner != owner:
        return None
    found.lease_until = now + LEASE
    return found


async def release_import(session: AsyncSession, import_id: str, owner: str) -> None:
    """Whoever comes next need not wait for the lease."""
    await session.execute(
        update(RosterImport)
        .where(RosterImport.id == import_id, RosterImport.lease_owner == owner)
        .values(lease_owner=None, lease_until=None)
    )


async def pieces(session: AsyncSession, import_id: str) -> AsyncIterator[tuple[int, bytes]]:
    """Position and sealed content of each piece of the file, one at a time."""
    position = 0
    while True:
        wanted = select(RosterPiece.content).where(RosterPiece.import_id == import_id, RosterPiece.position == position)
        content = await session.scalar(wanted)
        if content is None:
            return
        yield position, content
        position += 1


async def delete_pieces(session: AsyncSession, import_id: str) -> None:
    """The file is needed no more."""
    await session.execute(delete(RosterPiece).where(RosterPiece.import_id == import_id))


async def delete_leaves(session: AsyncSession, import_id: str) -> None:
    """Before a dry run starts anew, and when an import is forgotten."""
    await session.execute(delete(RosterLeaf).where(RosterLeaf.import_id == import_id))


async def imports_to_forget(session: AsyncSession, before: datetime, *, limit: int) -> Sequence[RosterImport]:
    """Those that nothing happened to since, and that still have their rows."""
    found = await session.scalars(
        select(RosterImport)
        .where(
            RosterImport.created_at < before,
            RosterImport.status.not_in(AT_WORK),
            RosterImport.is_forgotten.is_(False),
            or_(RosterImport.applied_at.is_(None), RosterImport.applied_at < before),
        )
        .order_by(RosterImport.created_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return found.all()


async def leaves_to_apply(session: AsyncSession, import_id: str, *, limit: int) -> Sequence[RosterLeaf]:
    """The next that change something and are not applied yet, in the sheet's order."""
    found = await session.scalars(
        select(RosterLeaf)
        .where(
            RosterLeaf.import_id == import_id,
            RosterLeaf.kind.in_((RowKind.NEW, RowKind.CHANGED)),
            RosterLeaf.applied_at.is_(None),
        )
        .order_by(RosterLeaf.first_row)
        .limit(limit)
    )
    return found.all()


async def leaves_to_undo(session: AsyncSession, import_id: str, *, limit: int) -> Sequence[RosterLeaf]:
    """The last that were applied and are not undone yet."""
    found = await session.scalars(
        select(RosterLeaf)
        .where(RosterLeaf.import_id == import_id, RosterLeaf.applied_at.is_not(None), RosterLeaf.undone_at.is_(None))
        .order_by(RosterLeaf.first_row.desc())
        .limit(limit)
    )
    return found.all()


async def leaves_of_page(
    session: AsyncSession, import_id: str, kinds: Collection[RowKind], *, after_row: int
) -> Sequence[RosterLeaf]:
    """Of each kind the two leaves in which the next rows are; one query."""
    place = func.row_number().over(partition_by=RosterLeaf.kind, order_by=RosterLeaf.last_row)
    near = (
        select(RosterLeaf.id, place.label("place"))
        .where(RosterLeaf.import_id == import_id, RosterLeaf.kind.in_(kinds), RosterLeaf.last_row > after_row)
        .subquery()
    )
    wanted = select(RosterLeaf).join(near, and_(near.c.id == RosterLeaf.id, near.c.place <= _LEAVES_OF_A_PAGE))
    return (await session.scalars(wanted)).all()


# ── the register as it is ─────────────────────────────────────────────────────────────────────────


async def rooms_now(session: AsyncSession, community_id: str, codes: Collection[str]) -> dict[str, RoomNow]:
    """Per code the room with its present household; two queries at most."""
    rooms = (
        await session.execute(
            select(Room.code, Room.id, Room.version, Room.area_dm2, Room.kind, Room.occupancy, Room.hand_over).where(
                Room.community_id == community_id, Room.code.in_(codes)
            )
        )
    ).all()
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
    found = await session.scalars(select(Room.code).where(Room.community_id == community_id, Room.code.in_(codes)))
    return set(found)


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


async def files_of_rooms(session: AsyncSession, room_ids: Collection[str]) -> dict[str, int]:
    """How many households of each room have had a file."""
    if not room_ids:
        return {}
    found = await session.execute(
        select(Archive.room_id, func.count()).where(Archive.room_id.in_(room_ids)).group_by(Archive.room_id)
    )
    return dict(found.all())


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
