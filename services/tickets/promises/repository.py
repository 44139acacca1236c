"""Promises: what is due, what was broken."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.tickets.domain.duties import Standing
from services.tickets.promises.domain.promising import ALIVE, TOLD_BEFORE, UNSETTLED, AboutKind, PromiseStatus
from services.tickets.promises.models import Promise, PromiseHandover
from services.tickets.replicas.models import HouseholdReplica, RoomReplica
from shared.kernel.errors import NotFound
from shared.runtime.http.paging import Keyset, page_of

EARLIEST_DUE = Keyset((Promise.due_at, Promise.id), descending=False)
_UNSETTLED = Promise.status.in_([status.value for status in UNSETTLED])


def seen_by(communities: Collection[str], viewer: Standing) -> ColumnElement[bool]:
    """Inside the communities; field staff see what they made and what is theirs to keep."""
    inside = Promise.community_id.in_(communities)
    if not viewer.is_field:
        return inside
    return and_(inside, or_(Promise.owner_id == viewer.account_id, Promise.made_by == viewer.account_id))


async def load_promise(
    session: AsyncSession, promise_id: str, communities: Collection[str], viewer: Standing, *, for_change: bool = False
) -> Promise:
    """Raises NotFound."""
    wanted = select(Promise).where(Promise.id == promise_id, seen_by(communities, viewer))
    found = await session.scalar(wanted.with_for_update() if for_change else wanted)
    if found is None:
        raise NotFound(what="promise")
    return found


async def lock_alive_of(
    session: AsyncSession, owner_id: str, communities: Collection[str], ids: Collection[str] | None
) -> Sequence[Promise]:
    """What an account has yet to keep, or waits to be approved for it; of `ids` alone, if given; earliest due first."""
    wanted = select(Promise).where(
        Promise.owner_id == owner_id,
        Promise.community_id.in_(communities),
        Promise.status.in_([status.value for status in ALIVE]),
    )
    if ids is not None:
        wanted = wanted.where(Promise.id.in_(ids))
    return (await session.scalars(wanted.order_by(Promise.due_at, Promise.id).with_for_update())).all()


def add(session: AsyncSession, row: Promise | PromiseHandover) -> None:
    """Put a row on the books."""
    session.add(row)


async def handovers_of(session: AsyncSession, promise_id: str) -> Sequence[PromiseHandover]:
    """As they happened."""
    wanted = select(PromiseHandover).where(PromiseHandover.promise_id == promise_id)
    return (await session.scalars(wanted.order_by(PromiseHandover.at, PromiseHandover.id))).all()


async def room_of(session: AsyncSession, community_id: str, room_id: str) -> str | None:
    """The code of a room of the community."""
    wanted = select(RoomReplica.code).where(RoomReplica.id == room_id, RoomReplica.community_id == community_id)
    return await session.scalar(wanted)


async def room_of_household(session: AsyncSession, community_id: str, household_id: str) -> str | None:
    """The code of the room where a household of the community lives, or lived last."""
    wanted = select(HouseholdReplica.room_code).where(
        HouseholdReplica.id == household_id, HouseholdReplica.community_id == community_id
    )
    return await session.scalar(wanted)


async def lock_awake(session: AsyncSession, now: datetime, limit: int) -> Sequence[Promise]:
    """What the timer has to look at, longest waiting first; what another replica works on is passed by."""
    wanted = (
        select(Promise)
        .where(Promise.wake_at < now)
        .order_by(Promise.wake_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return (await session.scalars(wanted)).all()


@dataclass(frozen=True, slots=True)
class PromiseFilter:
    """What a list may be narrowed by; `due_by` keeps what is unsettled and told as due by then."""

    communities: Collection[str]
    viewer: Standing
    status: str | None = None
    owner_id: str | None = None
    about_id: str | None = None
    due_by: datetime | None = None

    def apply(self, wanted: Select[Promise]) -> Select[Promise]:
        """The narrowed query."""
        wanted = wanted.where(seen_by(self.communities, self.viewer))
        for column, value in (
            (Promise.status, self.status),
            (Promise.owner_id, self.owner_id),
            (Promise.about_id, self.about_id),
        ):
            if value is not None:
                wanted = wanted.where(column == value)
        if self.due_by is not None:
            wanted = wanted.where(Promise.due_at < self.due_by + TOLD_BEFORE, _UNSETTLED)
        return wanted


async def list_promises(
    session: AsyncSession, wanted: PromiseFilter, *, cursor: str | None, limit: int
) -> tuple[list[Promise], str | None]:
    """Earliest due first. One query."""
    return await page_of(session, wanted.apply(select(Promise)), EARLIEST_DUE, cursor=cursor, limit=limit)


async def due_next(
    session: AsyncSession, communities: Collection[str], viewer: Standing, limit: int
) -> Sequence[Promise]:
    """What is to be kept next, and what was broken and is not settled yet; earliest first. One query."""
    wanted = select(Promise).where(seen_by(communities, viewer), _UNSETTLED)
    return (await session.scalars(wanted.order_by(Promise.due_at, Promise.id).limit(limit))).all()


@dataclass(frozen=True, slots=True)
class Standings:
    """How many promises wait, by what they wait for, and how many of them were broken."""

    proposed: int
    open: int
    due: int
    broken: int


async def count_unsettled(session: AsyncSession, communities: Collection[str], viewer: Standing) -> Standings:
    """One query."""
    waiting = [status.value for status in ALIVE]
    wanted = (
        select(Promise.status, func.count())
        .where(seen_by(communities, viewer), Promise.status.in_(waiting))
        .group_by(Promise.status)
    )
    found: dict[str, int] = dict((await session.execute(wanted)).all())
    return Standings(*(found.get(status, 0) for status in waiting))


async def count_broken_of(session: AsyncSession, ticket_id: str) -> int:
    """The ticket's promises that were ever broken, kept late or cancelled since among them. One query."""
    wanted = select(func.count(Promise.id)).where(
        Promise.about_kind == AboutKind.TICKET.value, Promise.about_id == ticket_id, Promise.broken_at.is_not(None)
    )
    return await session.scalar(wanted) or 0


async def count_by_owner(
    session: AsyncSession, communities: Collection[str], viewer: Standing, since: datetime, until: datetime
) -> Sequence[tuple[str, int, int, int]]:
    """Owner, promises that fell due in the period, of these kept, and broken (late ones are both). One query."""
    kept = func.count(Promise.settled_at).filter(Promise.status == PromiseStatus.KEPT.value)
    wanted = (
        select(Promise.owner_id, func.count(), kept, func.count(Promise.broken_at))
        .where(
            seen_by(communities, viewer),
            Promise.due_at >= since,
            Promise.due_at < until,
            Promise.status != PromiseStatus.PROPOSED.value,
            or_(Promise.status != PromiseStatus.CANCELLED.value, Promise.broken_at.is_not(None)),
        )
        .group_by(Promise.owner_id)
        .order_by(Promise.owner_id)
    )
    return (await session.execute(wanted)).all()
