"""Every query of the inventory checks."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from services.residents.archives.checks.domain.lifecycle import Finding, Status
from services.residents.archives.checks.domain.periods import CheckKind, Coverage
from services.residents.archives.checks.models import CheckFinding, InventoryCheck
from services.residents.archives.models import Archive
from services.residents.archives.repository import BY_NUMBER
from services.residents.premises.models import Room
from shared.kernel.errors import NotFound
from shared.runtime.byte_order import begins_with
from shared.runtime.http.paging import Keyset, page_of

NEWEST_FIRST = Keyset((InventoryCheck.created_at, InventoryCheck.id))


async def load_check(session: AsyncSession, check_id: str, communities: Collection[str]) -> InventoryCheck:
    """Raises NotFound."""
    return await _one(session, _of(check_id, communities))


async def hold_check(session: AsyncSession, check_id: str, communities: Collection[str]) -> InventoryCheck:
    """Held until the end of the transaction: no finding comes in while it is finished. Raises NotFound."""
    return await _one(session, _of(check_id, communities).with_for_update())


def _of(check_id: str, communities: Collection[str]) -> Select[InventoryCheck]:
    return select(InventoryCheck).where(InventoryCheck.id == check_id, InventoryCheck.community_id.in_(communities))


async def _one(session: AsyncSession, wanted: Select[InventoryCheck]) -> InventoryCheck:
    found = await session.scalar(wanted)
    if found is None:
        raise NotFound(what="inventory check")
    return found


async def list_checks(
    session: AsyncSession,
    communities: Collection[str],
    kind: str | None,
    status: str | None,
    *,
    cursor: str | None,
    limit: int,
) -> tuple[list[InventoryCheck], str | None]:
    """Newest first; one query."""
    wanted = select(InventoryCheck).where(InventoryCheck.community_id.in_(communities))
    if kind is not None:
        wanted = wanted.where(InventoryCheck.kind == kind)
    if status is not None:
        wanted = wanted.where(InventoryCheck.status == status)
    return await page_of(session, wanted, NEWEST_FIRST, cursor=cursor, limit=limit)


def _in_scope(check: InventoryCheck) -> Any:
    """The files that were there when the check began; one that was destroyed since has left the round."""
    scope = [
        Archive.community_id == check.community_id,
        Archive.created_at <= check.created_at,
        Archive.destroyed_on.is_(None),
    ]
    if check.building is not None:
        scope.append(begins_with(Archive.room_code, f"{check.building}#"))
    return and_(*scope)


def _finding_of(check: InventoryCheck) -> Any:
    return and_(CheckFinding.archive_id == Archive.id, CheckFinding.check_id == check.id)


async def tally_of(session: AsyncSession, check: InventoryCheck) -> dict[str | None, int]:
    """How many files were found how; under None those not looked at; one query."""
    counted = await session.execute(
        select(CheckFinding.finding, func.count())
        .select_from(Archive)
        .outerjoin(CheckFinding, _finding_of(check))
        .where(_in_scope(check))
        .group_by(CheckFinding.finding)
    )
    return dict(counted.all())


async def files_to_check(
    session: AsyncSession, check: InventoryCheck, finding: str | None, *, cursor: str | None, limit: int
) -> tuple[list[tuple[Archive, CheckFinding | None]], str | None]:
    """By number; two queries: the files, their findings. `finding` may be `unchecked`."""
    wanted = select(Archive).where(_in_scope(check))
    if finding is not None:
        wanted = wanted.outerjoin(CheckFinding, _finding_of(check))
        is_unchecked = finding not in set(Finding)
        wanted = wanted.where(CheckFinding.finding.is_(None) if is_unchecked else CheckFinding.finding == finding)
    rows, next_cursor = await page_of(session, wanted, BY_NUMBER, cursor=cursor, limit=limit)
    found = await session.scalars(
        select(CheckFinding).where(
            CheckFinding.check_id == check.id, CheckFinding.archive_id.in_([row.id for row in rows])
        )
    )
    findings = {each.archive_id: each for each in found}
    return [(row, findings.get(row.id)) for row in rows], next_cursor


async def in_round(session: AsyncSession, check: InventoryCheck, archive_ids: Collection[str]) -> set[str]:
    """Those of the files that belong to the check."""
    return set(await session.scalars(select(Archive.id).where(_in_scope(check), Archive.id.in_(archive_ids))))


async def keep_findings(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """A file named again is corrected."""
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    insert = dialect.insert(CheckFinding).values(list(rows))
    newer = {name: insert.excluded[name] for name in ("finding", "note", "found_by", "found_at")}
    await session.execute(insert.on_conflict_do_update(index_elements=["check_id", "archive_id"], set_=newer))


async def buildings_with_files(session: AsyncSession, community_id: str) -> list[str]:
    """Where there are files to check."""
    found = await session.scalars(
        select(Room.building)
        .distinct()
        .join(Archive, Archive.room_id == Room.id)
        .where(Archive.community_id == community_id, Archive.destroyed_on.is_(None))
        .order_by(Room.building)
    )
    return list(found)


async def first_file_on(session: AsyncSession, community_id: str) -> Any:
    """The day of the community's first file, None without one."""
    return await session.scalar(select(func.min(Archive.opened_on)).where(Archive.community_id == community_id))


async def coverage(
    session: AsyncSession, community_id: str, periods: Sequence[tuple[CheckKind, str]]
) -> dict[tuple[str, str], Coverage]:
    """What finished checks covered, per kind and period; one query."""
    named = or_(*(and_(InventoryCheck.kind == kind, InventoryCheck.period == period) for kind, period in periods))
    found = await session.execute(
        select(InventoryCheck.kind, InventoryCheck.period, InventoryCheck.building)
        .where(InventoryCheck.community_id == community_id, InventoryCheck.status == Status.FINISHED, named)
        .distinct()
    )
    covered: dict[tuple[str, str], Coverage] = {}
    for kind, period, building in found:
        before = covered.get((kind, period), Coverage())
        covered[kind, period] = Coverage(
            is_whole=before.is_whole or building is None,
            buildings=before.buildings | ({building} if building else set()),
        )
    return covered
