"""Passes one by one: numbers, locks, history."""

from collections.abc import AsyncIterator, Collection, Sequence
from datetime import date, datetime
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from services.access.domain.lifecycle import LIVE, WAITING, Kind, Status
from services.access.models import Pass, PassNumber, PassStep
from services.access.repository.replicas import lock_renovation
from shared.kernel.errors import NotFound
from shared.runtime.rows import every_row

_PREFIXES: Final = {Kind.RESIDENT: "R", Kind.WORKER: "W", Kind.TEMPORARY: "T"}


async def next_number(session: AsyncSession, community_id: str, kind: Kind) -> str:
    """The next human number of a kind, `W-0001`; one statement, so that two desks never get the same."""
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    insert = dialect.insert(PassNumber).values(community_id=community_id, kind=kind, last=1)
    counted = insert.on_conflict_do_update(
        index_elements=["community_id", "kind"], set_={"last": PassNumber.last + 1}
    ).returning(PassNumber.last)
    last = (await session.execute(counted)).scalar_one()
    return f"{_PREFIXES[kind]}-{last:04d}"


async def find_pass(session: AsyncSession, pass_id: str, communities: Collection[str]) -> Pass:
    """A pass within the caller's communities. Raises NotFound."""
    found = await session.scalar(select(Pass).where(Pass.id == pass_id, Pass.community_id.in_(communities)))
    if found is None:
        raise NotFound(what="pass")
    return found


async def lock_pass(session: AsyncSession, pass_id: str, communities: Collection[str]) -> Pass:
    """A pass within the caller's communities, locked after its renovation (the order that events keep too).

    Raises NotFound.
    """
    found = await find_pass(session, pass_id, communities)
    if found.renovation_id is not None:
        await lock_renovation(session, found.renovation_id)
    wanted = select(Pass).where(Pass.id == pass_id).with_for_update().execution_options(populate_existing=True)
    return (await session.scalars(wanted)).one()


async def lock_pass_by_id(session: AsyncSession, pass_id: str) -> Pass | None:
    """A pass that an event names."""
    return await session.scalar(select(Pass).where(Pass.id == pass_id).with_for_update())


async def lock_passes_of(session: AsyncSession, renovation_id: str) -> Sequence[Pass]:
    """A renovation's passes, in order of number."""
    wanted = select(Pass).where(Pass.renovation_id == renovation_id).order_by(Pass.id).with_for_update()
    return (await session.scalars(wanted)).all()


async def lock_passes_of_household(session: AsyncSession, household_id: str) -> Sequence[Pass]:
    """A household's own and its guests' passes that are wanted or out. Workers' follow their renovation."""
    standing = [status.value for status in (*WAITING, *LIVE)]
    wanted = select(Pass).where(Pass.household_id == household_id, Pass.kind != Kind.WORKER, Pass.status.in_(standing))
    return (await session.scalars(wanted.order_by(Pass.id).with_for_update())).all()


async def count_resident_passes(session: AsyncSession, household_id: str, holder_id: str) -> int:
    """How many passes a person of a household has had or asked for; those given back or refused don't count (A-30)."""
    wanted = select(func.count()).where(
        Pass.household_id == household_id,
        Pass.kind == Kind.RESIDENT,
        Pass.holder_id == holder_id,
        Pass.status.not_in((Status.RETURNED, Status.REFUSED)),
    )
    return (await session.execute(wanted)).scalar_one()


async def steps_of(session: AsyncSession, pass_id: str) -> Sequence[PassStep]:
    """A pass's history, oldest first."""
    return (await session.scalars(select(PassStep).where(PassStep.pass_id == pass_id).order_by(PassStep.id))).all()


async def lock_overdue(session: AsyncSession, now: datetime, limit: int) -> Sequence[Pass]:
    """Passes whose clock ran out without a record of it. Rows that somebody works on now record it themselves."""
    wanted = (
        select(Pass)
        .where(Pass.due_at < now, Pass.due_at.is_not(None), Pass.clock_stopped_at.is_(None), Pass.breached_at.is_(None))
        .order_by(Pass.due_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return (await session.scalars(wanted)).all()


async def lock_ended(session: AsyncSession, community_id: str, today: date, limit: int) -> Sequence[Pass]:
    """Issued passes of a community whose last day is over."""
    wanted = (
        select(Pass)
        .where(
            Pass.community_id == community_id,
            Pass.status.in_([status.value for status in LIVE]),
            Pass.valid_until.is_not(None),
            Pass.valid_until < today,
        )
        .order_by(Pass.valid_until)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return (await session.scalars(wanted)).all()


def every_pass(session: AsyncSession) -> AsyncIterator[Pass]:
    """All of every community, by id and in batches."""
    return every_row(session, select(Pass), Pass.id)
