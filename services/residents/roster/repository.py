"""Every query of the imports; those of the register that they are compared with are in `register`."""

from collections.abc import AsyncIterator, Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import and_, delete, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.residents.roster.domain.lifecycle import AT_WORK, RowKind, Status
from services.residents.roster.models import RosterImport, RosterLeaf, RosterPiece
from shared.kernel.errors import NotFound
from shared.runtime.http.paging import Keyset, page_of

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


async def new_leaves(session: AsyncSession, import_id: str) -> Sequence[str]:
    """Ids of those of new rows that are not applied yet, in the sheet's order."""
    found = await session.scalars(
        select(RosterLeaf.id)
        .where(RosterLeaf.import_id == import_id, RosterLeaf.kind == RowKind.NEW.value, RosterLeaf.applied_at.is_(None))
        .order_by(RosterLeaf.first_row)
    )
    return found.all()


async def leaves_held(session: AsyncSession, leaf_ids: Collection[str]) -> Sequence[RosterLeaf]:
    """Locked, those that are not applied yet: whoever comes second to a leaf waits, and then finds it applied."""
    found = await session.scalars(
        select(RosterLeaf)
        .where(RosterLeaf.id.in_(leaf_ids), RosterLeaf.applied_at.is_(None))
        .order_by(RosterLeaf.first_row)
        .with_for_update()
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


async def places_of_leaves(session: AsyncSession, import_id: str) -> list[tuple[str, int]]:
    """Id and first row of every leaf, in the order of the first rows; a few hundred at most."""
    wanted = select(RosterLeaf.id, RosterLeaf.first_row).where(RosterLeaf.import_id == import_id)
    found = await session.execute(wanted.order_by(RosterLeaf.first_row, RosterLeaf.id))
    return [(leaf_id, first_row) for leaf_id, first_row in found]


async def find_leaf(session: AsyncSession, leaf_id: str) -> RosterLeaf | None:
    """One leaf of an import that was already scoped; None when it was deleted meanwhile."""
    return await session.get(RosterLeaf, leaf_id)
