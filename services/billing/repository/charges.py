"""Queries over charges."""

from collections import defaultdict
from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.billing.domain.recurring import Days
from services.billing.domain.tariff import Nature
from services.billing.models import Charge, ChargeCredit
from shared.kernel.errors import NotFound
from shared.runtime.http.paging import Keyset, page_of
from shared.runtime.rows import every_row

NEWEST_FIRST = Keyset((Charge.created_at, Charge.id))


@dataclass(frozen=True, slots=True)
class ChargeFilter:
    """What a list may be narrowed by; `is_open` keeps what is not (False) or not yet (True) paid in full."""

    communities: Collection[str]
    household_id: str | None = None
    room_code: str | None = None
    cause_id: str | None = None
    is_open: bool | None = None

    def apply(self, wanted: Select[Charge]) -> Select[Charge]:
        """The narrowed query."""
        wanted = wanted.where(Charge.community_id.in_(self.communities))
        for column, value in (
            (Charge.household_id, self.household_id),
            (Charge.room_code, self.room_code),
            (Charge.cause_id, self.cause_id),
        ):
            if value is not None:
                wanted = wanted.where(column == value)
        if self.is_open is not None:
            wanted = wanted.where(Charge.outstanding_fen > 0 if self.is_open else Charge.outstanding_fen == 0)
        return wanted


async def list_charges(
    session: AsyncSession, wanted: ChargeFilter, *, cursor: str | None, limit: int
) -> tuple[list[Charge], str | None]:
    """Newest first; one query a page."""
    return await page_of(session, wanted.apply(select(Charge)), NEWEST_FIRST, cursor=cursor, limit=limit)


async def load_charge(session: AsyncSession, charge_id: str, communities: Collection[str]) -> Charge:
    """A charge within the communities. Raises NotFound."""
    found = await session.scalar(select(Charge).where(Charge.id == charge_id, Charge.community_id.in_(communities)))
    if found is None:
        raise NotFound(what="charge")
    return found


async def find_charges(session: AsyncSession, community_id: str, charge_ids: Collection[str]) -> Sequence[Charge]:
    """Those of the charges that are the community's."""
    query = select(Charge).where(Charge.id.in_(charge_ids), Charge.community_id == community_id)
    return (await session.scalars(query)).all()


async def items_charged(session: AsyncSession, cause_kind: str, cause_id: str) -> set[str]:
    """The items that the cause was charged for already (B-17)."""
    query = select(Charge.item).where(Charge.cause_kind == cause_kind, Charge.cause_id == cause_id)
    return set((await session.scalars(query)).all())


async def items_of_month(session: AsyncSession, household_id: str, period: str) -> dict[str, int]:
    """How many days of the month the household was charged for already, by item (B-03)."""
    query = select(Charge.item, Charge.charged_from, Charge.charged_until).where(
        Charge.household_id == household_id, Charge.period == period, Charge.charged_from.is_not(None)
    )
    days: dict[str, int] = defaultdict(int)
    for item, first, last in await session.execute(query):
        days[item] += _count(first, last)
    return days


def _count(first: date | None, last: date | None) -> int:
    return Days(first, last).count if first and last else 0


async def lock_charged_after(session: AsyncSession, household_id: str, last: date) -> Sequence[Charge]:
    """The household's charges that reach beyond `last`, the earliest days first."""
    query = select(Charge).where(Charge.household_id == household_id, Charge.charged_until > last)
    return (await session.scalars(query.order_by(Charge.charged_from, Charge.id).with_for_update())).all()


async def days_before_in_month(session: AsyncSession, charge: Charge) -> int:
    """How many earlier days of its month other charges of the item are for."""
    query = select(Charge.charged_from, Charge.charged_until).where(
        Charge.household_id == charge.household_id,
        Charge.item == charge.item,
        Charge.period == charge.period,
        Charge.charged_until < charge.charged_from,
    )
    return sum(_count(first, last) for first, last in (await session.execute(query)).all())


async def lock_deposits_of_cause(session: AsyncSession, cause_kind: str, cause_id: str) -> Sequence[Charge]:
    """The deposits that a cause was charged, paid or not."""
    query = select(Charge).where(
        Charge.cause_kind == cause_kind, Charge.cause_id == cause_id, Charge.nature == Nature.DEPOSIT
    )
    return (await session.scalars(query.order_by(Charge.id).with_for_update())).all()


async def lock_charges_of_cause(session: AsyncSession, cause_kind: str, cause_id: str) -> Sequence[Charge]:
    """What a cause was charged, as it now is. The household is locked by the caller."""
    query = select(Charge).where(Charge.cause_kind == cause_kind, Charge.cause_id == cause_id).order_by(Charge.id)
    locked = query.with_for_update().execution_options(populate_existing=True)
    return (await session.scalars(locked)).all()


async def households_of_cause(session: AsyncSession, cause_kind: str, cause_id: str) -> Sequence[str]:
    """Who was charged for it, in the order in which they are locked."""
    query = select(Charge.household_id).where(Charge.cause_kind == cause_kind, Charge.cause_id == cause_id)
    return (await session.scalars(query.distinct().order_by(Charge.household_id))).all()


async def credited_to_prepaid(session: AsyncSession, community_id: str) -> int:
    """What of a community's paid charges became prepaid, because the charge was taken back."""
    query = select(func.sum(ChargeCredit.prepaid_fen)).where(ChargeCredit.community_id == community_id)
    return int(await session.scalar(query) or 0)


async def lock_open_charges(session: AsyncSession, household_id: str) -> Sequence[Charge]:
    """What the household owes, locked: nobody else can settle it at the same time."""
    query = select(Charge).where(Charge.household_id == household_id, Charge.outstanding_fen > 0)
    return (await session.scalars(query.order_by(Charge.due_on, Charge.id).with_for_update())).all()


async def open_charges(session: AsyncSession, household_id: str, *, limit: int) -> Sequence[Charge]:
    """What the household owes, the oldest due first."""
    query = select(Charge).where(Charge.household_id == household_id, Charge.outstanding_fen > 0)
    return (await session.scalars(query.order_by(Charge.due_on, Charge.id).limit(limit))).all()


async def has_arrears(session: AsyncSession, household_id: str, today: date) -> bool:
    """Whether anything is past its due date (B-11)."""
    overdue = exists().where(Charge.household_id == household_id, Charge.outstanding_fen > 0, Charge.due_on < today)
    return bool(await session.scalar(select(overdue)))


@dataclass(frozen=True, slots=True)
class Owed:
    """Sums over open charges."""

    count: int
    outstanding_fen: int
    overdue_fen: int


async def owed_by(session: AsyncSession, household_id: str, today: date) -> Owed:
    """What the household owes in all, and what of it is past its due date."""
    overdue = func.sum(Charge.outstanding_fen).filter(Charge.due_on < today)
    query = select(func.count(), func.sum(Charge.outstanding_fen), overdue).where(
        Charge.household_id == household_id, Charge.outstanding_fen > 0
    )
    count, outstanding, late = (await session.execute(query)).one()
    return Owed(count, int(outstanding or 0), int(late or 0))


async def count_open_due(session: AsyncSession, community_id: str, *, on: date) -> int:
    """Open charges whose last day to pay is `on`."""
    query = select(func.count()).where(
        Charge.community_id == community_id, Charge.outstanding_fen > 0, Charge.due_on == on
    )
    return int(await session.scalar(query) or 0)


async def outstanding_of(session: AsyncSession, community_id: str) -> int:
    """What all households of a community owe."""
    query = select(func.sum(Charge.outstanding_fen)).where(Charge.community_id == community_id)
    return int(await session.scalar(query) or 0)


def every_charge(session: AsyncSession) -> AsyncIterator[Charge]:
    """All of every community, by id and in batches."""
    return every_row(session, select(Charge), Charge.id)
