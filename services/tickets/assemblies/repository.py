"""Every query of assemblies."""

from collections.abc import Collection, Sequence

from sqlalchemy import exists, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from services.tickets.assemblies.domain.voting import NOTICE_DAYS, Room
from services.tickets.assemblies.models import Assembly, AssemblyBallot, AssemblyPolicy, AssemblyVoter
from services.tickets.replicas.models import HouseholdReplica, RoomReplica
from shared.kernel.errors import NotFound
from shared.runtime.http.paging import Keyset, page_of

NEWEST_FIRST = Keyset((Assembly.created_at, Assembly.id))
NEWEST_BALLOTS = Keyset((AssemblyBallot.created_at, AssemblyBallot.id))
VOTERS_BY_ROOM = Keyset((AssemblyVoter.room_code,), descending=False)


async def load_assembly(session: AsyncSession, assembly_id: str, communities: Collection[str]) -> Assembly:
    """With its agenda; two queries. Raises NotFound."""
    return await _load(session, assembly_id, communities, for_change=False, shared=False)


async def hold_assembly(
    session: AsyncSession, assembly_id: str, communities: Collection[str], *, shared: bool = False
) -> Assembly:
    """Held until the end of the transaction; `shared` lets ballots come in side by side, but no count between them."""
    return await _load(session, assembly_id, communities, for_change=True, shared=shared)


async def _load(
    session: AsyncSession, assembly_id: str, communities: Collection[str], *, for_change: bool, shared: bool
) -> Assembly:
    wanted = (
        select(Assembly)
        .where(Assembly.id == assembly_id, Assembly.community_id.in_(communities))
        .options(selectinload(Assembly.items))
    )
    if for_change:
        wanted = wanted.with_for_update(of=Assembly, read=shared)
    found = await session.scalar(wanted)
    if found is None:
        raise NotFound(what="assembly")
    return found


async def list_assemblies(
    session: AsyncSession, communities: Collection[str], *, status: str | None, cursor: str | None, limit: int
) -> tuple[list[Assembly], str | None]:
    """Newest first. Two queries: assemblies and their agendas."""
    wanted = select(Assembly).where(Assembly.community_id.in_(communities)).options(selectinload(Assembly.items))
    if status is not None:
        wanted = wanted.where(Assembly.status == status)
    return await page_of(session, wanted, NEWEST_FIRST, cursor=cursor, limit=limit)


async def find_policy(session: AsyncSession, community_id: str) -> AssemblyPolicy | None:
    """The community's own notice; None where it has none."""
    return await session.get(AssemblyPolicy, community_id)


async def lock_policy(session: AsyncSession, community_id: str) -> AssemblyPolicy:
    """The community's row, locked; made where there is none, once however many ask at a time."""
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    usual = dialect.insert(AssemblyPolicy).values(community_id=community_id, version=0, notice_days=NOTICE_DAYS)
    await session.execute(usual.on_conflict_do_nothing(index_elements=["community_id"]))
    wanted = select(AssemblyPolicy).where(AssemblyPolicy.community_id == community_id).with_for_update()
    return (await session.scalars(wanted.execution_options(populate_existing=True))).one()


async def rooms_of(session: AsyncSession, community_id: str) -> list[Room]:
    """Every room with who lives there; the household last heard of, should two claim it. One query."""
    wanted = (
        select(RoomReplica, HouseholdReplica.id, HouseholdReplica.owners)
        .outerjoin(HouseholdReplica, (HouseholdReplica.room_id == RoomReplica.id) & HouseholdReplica.is_present)
        .where(RoomReplica.community_id == community_id)
        .order_by(RoomReplica.code, HouseholdReplica.version)
    )
    rooms = {
        room.id: Room(
            room.id, room.code, room.kind, room.occupancy, room.area, household_id, tuple(owners or ()), room.hand_over
        )
        for room, household_id, owners in await session.execute(wanted)
    }
    return list(rooms.values())


async def find_voter(session: AsyncSession, assembly_id: str, room_code: str) -> AssemblyVoter | None:
    """Who votes for the room, if it is on the list."""
    wanted = select(AssemblyVoter).where(AssemblyVoter.assembly_id == assembly_id, AssemblyVoter.room_code == room_code)
    return await session.scalar(wanted)


async def find_ballot(session: AsyncSession, assembly_id: str, voter_key: str) -> AssemblyBallot | None:
    """The ballot that counts, held until the end of the transaction."""
    wanted = (
        select(AssemblyBallot)
        .where(AssemblyBallot.assembly_id == assembly_id, AssemblyBallot.voter_key == voter_key)
        .options(selectinload(AssemblyBallot.replaced))
    )
    return await session.scalar(wanted.with_for_update(of=AssemblyBallot))


async def ballots_of(session: AsyncSession, assembly_id: str) -> Sequence[tuple[int, dict[str, str]]]:
    """Area and choices of every ballot. One query."""
    wanted = select(AssemblyBallot.area, AssemblyBallot.choices).where(AssemblyBallot.assembly_id == assembly_id)
    return [(area, choices) for area, choices in await session.execute(wanted)]


async def turnout(session: AsyncSession, assembly_id: str) -> tuple[int, int]:
    """Owners and area that have voted. One query."""
    wanted = select(func.count(), func.sum(AssemblyBallot.area)).where(AssemblyBallot.assembly_id == assembly_id)
    owners, area = (await session.execute(wanted)).one()
    return owners, int(area or 0)


async def list_ballots(
    session: AsyncSession, assembly_id: str, *, cursor: str | None, limit: int
) -> tuple[list[AssemblyBallot], str | None]:
    """Newest first. Two queries: ballots and those that they replaced."""
    wanted = (
        select(AssemblyBallot)
        .where(AssemblyBallot.assembly_id == assembly_id)
        .options(selectinload(AssemblyBallot.replaced))
    )
    return await page_of(session, wanted, NEWEST_BALLOTS, cursor=cursor, limit=limit)


async def list_voters(
    session: AsyncSession, assembly_id: str, *, voted: bool | None, cursor: str | None, limit: int
) -> tuple[list[AssemblyVoter], str | None]:
    """By room. One query."""
    wanted = select(AssemblyVoter).where(AssemblyVoter.assembly_id == assembly_id)
    if voted is not None:
        cast = exists().where(
            AssemblyBallot.assembly_id == assembly_id, AssemblyBallot.voter_key == AssemblyVoter.owner_key
        )
        wanted = wanted.where(cast if voted else ~cast)
    return await page_of(session, wanted, VOTERS_BY_ROOM, cursor=cursor, limit=limit)
