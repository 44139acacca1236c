"""Every query of the renovations."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload, selectinload

from services.residents.renovation.domain.lifecycle import WORKED_ON, Status
from services.residents.renovation.models import Overtime, Permit, Renovation, RenovationNumber
from shared.kernel.errors import NotFound
from shared.runtime.http.paging import Keyset, page_of

NEWEST_FIRST = Keyset((Renovation.created_at, Renovation.id))
LAST_ASKED_FIRST = Keyset((Overtime.requested_at, Overtime.id))
_PARTS = (
    joinedload(Renovation.policy),
    selectinload(Renovation.workers),
    selectinload(Renovation.papers),
    selectinload(Renovation.dues),
    selectinload(Renovation.charges),
    selectinload(Renovation.permits),
    selectinload(Renovation.extensions),
    selectinload(Renovation.overtimes),
    selectinload(Renovation.completions),
    selectinload(Renovation.refunds),
    selectinload(Renovation.violations),
    selectinload(Renovation.steps),
)
_AWAITING = (Status.SUBMITTED, Status.UNDER_REVIEW)


async def next_number(session: AsyncSession, community_id: str, series: str) -> int:
    """The next of a series; one statement, so that two desks never get the same."""
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    insert = dialect.insert(RenovationNumber).values(community_id=community_id, series=series, last=1)
    counted = insert.on_conflict_do_update(
        index_elements=["community_id", "series"], set_={"last": RenovationNumber.last + 1}
    ).returning(RenovationNumber.last)
    last: int = (await session.execute(counted)).scalar_one()
    return last


async def load_renovation(session: AsyncSession, renovation_id: str, communities: Collection[str]) -> Renovation:
    """An application with its parts, within the caller's communities; twelve queries. Raises NotFound."""
    found = await session.scalar(_one(renovation_id, communities))
    if found is None:
        raise NotFound(what="renovation")
    return found


async def require_renovation(session: AsyncSession, renovation_id: str, communities: Collection[str]) -> None:
    """It exists within the caller's communities. Raises NotFound."""
    wanted = select(Renovation.id).where(Renovation.id == renovation_id, Renovation.community_id.in_(communities))
    if await session.scalar(wanted) is None:
        raise NotFound(what="renovation")


async def hold_renovation(session: AsyncSession, renovation_id: str, community_id: str) -> Renovation | None:
    """The same, held until the end of the transaction.

    Two payments handled at once must see each other's effect: else each finds the other's charge unpaid, and
    nobody issues the permit.
    """
    wanted = _one(renovation_id, [community_id]).with_for_update(of=Renovation)
    # What this transaction read of it before the lock may be out of date.
    return await session.scalar(wanted.execution_options(populate_existing=True))


def _one(renovation_id: str, communities: Collection[str]) -> Select[Renovation]:
    return (
        select(Renovation)
        .where(Renovation.id == renovation_id, Renovation.community_id.in_(communities))
        .options(*_PARTS)
    )


@dataclass(frozen=True, slots=True)
class RenovationFilter:
    """What a list may be narrowed by."""

    communities: Collection[str]
    status: str | None = None
    room_code: str | None = None
    household_id: str | None = None

    def apply(self, wanted: Select[Renovation]) -> Select[Renovation]:
        """The narrowed query."""
        wanted = wanted.where(Renovation.community_id.in_(self.communities))
        for column, value in (
            (Renovation.status, self.status),
            (Renovation.room_code, self.room_code),
            (Renovation.household_id, self.household_id),
        ):
            if value is not None:
                wanted = wanted.where(column == value)
        return wanted


async def list_renovations(
    session: AsyncSession, wanted: RenovationFilter, *, cursor: str | None, limit: int
) -> tuple[list[Renovation], str | None]:
    """Newest first; two queries: applications and their permits."""
    query = wanted.apply(select(Renovation)).options(selectinload(Renovation.permits))
    return await page_of(session, query, NEWEST_FIRST, cursor=cursor, limit=limit)


async def awaiting_decision(session: AsyncSession, community_id: str, *, limit: int) -> Sequence[Renovation]:
    """Applications that wait for review or approval, longest waiting first."""
    found = await session.scalars(
        select(Renovation)
        .where(Renovation.community_id == community_id, Renovation.status.in_(_AWAITING))
        .order_by(Renovation.changed_at, Renovation.id)
        .limit(limit)
    )
    return found.all()


async def expiring_permits(
    session: AsyncSession, community_id: str, *, first: date, last: date, limit: int
) -> Sequence[tuple[Permit, Renovation]]:
    """Permits of works that go on, whose last day lies within the days given."""
    found = await session.execute(
        select(Permit, Renovation)
        .join(Renovation, Renovation.id == Permit.renovation_id)
        .where(
            Permit.community_id == community_id,
            Permit.valid_until.between(first, last),
            Permit.superseded_at.is_(None),
            Renovation.status.in_(WORKED_ON),
        )
        .order_by(Permit.valid_until, Permit.id)
        .limit(limit)
    )
    return [(permit, renovation) for permit, renovation in found]


async def lock_ending_permits(
    session: AsyncSession, community_id: str, *, today: date, last: date, limit: int
) -> Sequence[tuple[Permit, Renovation]]:
    """Permits in force that end by `last` and of which that was not told, or that are over and not marked so.

    Rows that somebody works on now are left to the next turn.
    """
    untold = and_(Permit.valid_until <= last, Permit.extension_asked_at.is_(None))
    over = and_(Permit.valid_until < today, Permit.expired_at.is_(None))
    found = await session.execute(
        select(Permit, Renovation)
        .join(Renovation, Renovation.id == Permit.renovation_id)
        .where(
            Permit.community_id == community_id,
            Permit.valid_until <= last,
            Permit.superseded_at.is_(None),
            or_(untold, over),
            Renovation.status.in_(WORKED_ON),
        )
        .options(selectinload(Renovation.workers), selectinload(Renovation.steps))
        .order_by(Permit.valid_until, Permit.id)
        .limit(limit)
        .with_for_update(skip_locked=True, of=(Permit, Renovation))
    )
    return [(permit, renovation) for permit, renovation in found]


async def works_in_rooms(session: AsyncSession, room_ids: Collection[str]) -> dict[str, Renovation]:
    """Per room the works that have a permit, with it; two queries. The ids come from rows that were already scoped."""
    found = await session.scalars(
        select(Renovation)
        .where(Renovation.room_id.in_(room_ids), Renovation.status.in_(WORKED_ON))
        .order_by(Renovation.created_at)
        .options(selectinload(Renovation.permits))
    )
    return {renovation.room_id: renovation for renovation in found}


async def other_works_in(session: AsyncSession, room_id: str, *, besides: str) -> bool:
    """Whether other works with a permit go on in a room that was already scoped."""
    wanted = select(Renovation.id).where(
        Renovation.room_id == room_id, Renovation.id != besides, Renovation.status.in_(WORKED_ON)
    )
    return await session.scalar(wanted.limit(1)) is not None


async def renovation_of_overtime(session: AsyncSession, overtime_id: str, communities: Collection[str]) -> str:
    """The id of the renovation that a registration belongs to, within the caller's communities. Raises NotFound."""
    wanted = select(Overtime.renovation_id).where(Overtime.id == overtime_id, Overtime.community_id.in_(communities))
    found = await session.scalar(wanted)
    if found is None:
        raise NotFound(what="overtime")
    return found


@dataclass(frozen=True, slots=True)
class OvertimeFilter:
    """What a list of registrations may be narrowed by."""

    communities: Collection[str]
    day: date | None = None
    status: str | None = None
    renovation_id: str | None = None

    def apply(self, wanted: Select[Overtime]) -> Select[Overtime]:
        """The narrowed query."""
        wanted = wanted.where(Overtime.community_id.in_(self.communities))
        for column, value in (
            (Overtime.day, self.day),
            (Overtime.status, self.status),
            (Overtime.renovation_id, self.renovation_id),
        ):
            if value is not None:
                wanted = wanted.where(column == value)
        return wanted


async def list_overtimes(
    session: AsyncSession, wanted: OvertimeFilter, *, cursor: str | None, limit: int
) -> tuple[list[Overtime], str | None]:
    """The last asked for first; one query."""
    return await page_of(session, wanted.apply(select(Overtime)), LAST_ASKED_FIRST, cursor=cursor, limit=limit)
