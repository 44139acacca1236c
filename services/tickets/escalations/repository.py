"""Work-contact slips, and complaints that have been open for long."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, literal_column, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from services.tickets.escalations.domain.ladder import DUTY, Level, SlipStatus
from services.tickets.escalations.models import SlipNumber, WorkContactSlip
from services.tickets.replicas.models import AccountReplica
from services.tickets.requests.models import Ticket
from services.tickets.requests.repository.scope import Scope
from shared.kernel.errors import NotFound
from shared.runtime.http.paging import Keyset

EARLIEST_DUE = Keyset((WorkContactSlip.answer_by, WorkContactSlip.id), descending=False)
# Written out: with parameters in their place PostgreSQL's generic plan could not use the partial indexes.
_ISSUED = WorkContactSlip.status == literal_column(f"'{SlipStatus.ISSUED.value}'")
_OF_TICKET = Ticket.id == WorkContactSlip.ticket_id
_COMPLAINT = Ticket.category == literal_column("'complaint'")
_NOT_MAJOR = Ticket.severity != literal_column("'major'")


def add(session: AsyncSession, slip: WorkContactSlip) -> None:
    """Put a slip on the books."""
    session.add(slip)


async def slips_of(session: AsyncSession, ticket_id: str) -> Sequence[WorkContactSlip]:
    """The ticket's slips, lowest rung first. Whoever changes one holds the ticket's lock."""
    wanted = select(WorkContactSlip).where(WorkContactSlip.ticket_id == ticket_id)
    return (await session.scalars(wanted.order_by(WorkContactSlip.level))).all()  # lead sorts before manager


async def load_slip(
    session: AsyncSession, ticket_id: str, slip_id: str, *, for_change: bool = False
) -> WorkContactSlip:
    """A slip of the ticket, locked `for_change`. Raises NotFound."""
    wanted = select(WorkContactSlip).where(WorkContactSlip.id == slip_id, WorkContactSlip.ticket_id == ticket_id)
    found = await session.scalar(wanted.with_for_update() if for_change else wanted)
    if found is None:
        raise NotFound(what="work-contact slip")
    return found


async def next_number(session: AsyncSession, community_id: str, day: date) -> str:
    """The next human number, `WL-261122-0001`; one statement, so that two never get the same."""
    dialect = session.get_bind().dialect.name
    insert = sqlite.insert(SlipNumber) if dialect == "sqlite" else postgresql.insert(SlipNumber)
    counted = insert.on_conflict_do_update(
        index_elements=["community_id", "day"], set_={"last": SlipNumber.last + 1}
    ).returning(SlipNumber.last)
    given = [{"community_id": community_id, "day": day, "last": 1}]
    last = (await session.execute(counted, given)).scalar_one()
    return f"WL-{day:%y%m%d}-{last:04d}"


async def person_of(session: AsyncSession, community_id: str, level: Level) -> str | None:
    """Who answers on that rung: the community's account of that duty, the longest-standing where it has several."""
    wanted = select(AccountReplica).where(AccountReplica.active).order_by(AccountReplica.id)
    for account in (await session.scalars(wanted)).all():
        if community_id in account.communities and DUTY[level] in account.roles:
            return account.id
    return None


async def lock_unanswered(
    session: AsyncSession, now: datetime, limit: int, passed_by: Collection[str] = ()
) -> Sequence[Ticket]:
    """Tickets with a slip that was to be answered before `now`; what another replica works on is passed by.

    The ticket is locked and never the slip alone, in the order of every other change. Communities `passed_by` are out.
    """
    late = (
        select(WorkContactSlip.ticket_id)
        .where(
            _ISSUED,
            WorkContactSlip.overdue_at.is_(None),
            WorkContactSlip.answer_by < now,
            WorkContactSlip.community_id.not_in(passed_by),
        )
        .order_by(WorkContactSlip.answer_by)
        .limit(limit)
    )
    return await _locked(session, (await session.scalars(late)).all())


async def lock_grown_complaints(
    session: AsyncSession, now: datetime, limit: int, passed_by: Collection[str] = ()
) -> Sequence[Ticket]:
    """Unclosed complaints below major whose time to grow has come, longest first; others' locks are passed by."""
    grown = (
        select(Ticket.id)
        .where(
            _COMPLAINT,
            Ticket.closed_at.is_(None),
            _NOT_MAJOR,
            Ticket.grows_at <= now,
            Ticket.community_id.not_in(passed_by),
        )
        .order_by(Ticket.grows_at)
        .limit(limit)
    )
    return await _locked(session, (await session.scalars(grown)).all())


async def _locked(session: AsyncSession, ids: Sequence[str]) -> Sequence[Ticket]:
    if not ids:
        return []
    wanted = (
        select(Ticket)
        .where(Ticket.id.in_(ids))
        .options(selectinload(Ticket.clocks))
        .with_for_update(of=Ticket, skip_locked=True)
    )
    return (await session.scalars(wanted)).all()


async def lock_ticket(session: AsyncSession, ticket_id: str) -> Ticket | None:
    """With its clocks, for a consumer, which has no caller whose scope would count."""
    wanted = select(Ticket).where(Ticket.id == ticket_id).options(selectinload(Ticket.clocks))
    return await session.scalar(wanted.with_for_update(of=Ticket))


@dataclass(frozen=True, slots=True)
class SlipFilter:
    """What a list may be narrowed by; `overdue_by` keeps what was to be answered before then and was not."""

    scope: Scope
    handler_id: str | None = None
    is_open: bool | None = None
    overdue_by: datetime | None = None

    def clauses(self) -> Iterator[ColumnElement[bool]]:
        """The conditions of a query that joins the tickets, all of which hold."""
        yield WorkContactSlip.community_id.in_(self.scope.communities)
        yield self.scope.clause()
        if self.handler_id is not None:
            yield WorkContactSlip.handler_id == self.handler_id
        if self.is_open is not None:
            closed_at = WorkContactSlip.closed_at
            yield closed_at.is_(None) if self.is_open else closed_at.is_not(None)
        if self.overdue_by is not None:
            yield _ISSUED
            yield WorkContactSlip.answer_by < self.overdue_by


@dataclass(frozen=True, slots=True)
class ListedSlip:
    """A slip with what the desk knows its ticket by."""

    slip: WorkContactSlip
    ticket_number: str
    room_code: str | None
    summary: str


async def list_slips(
    session: AsyncSession, wanted: SlipFilter, *, cursor: str | None, limit: int
) -> tuple[list[ListedSlip], str | None]:
    """Soonest to be answered first. One query."""
    query: Any = select(WorkContactSlip, Ticket.number, Ticket.room_code, Ticket.summary)
    query = query.join(Ticket, _OF_TICKET).where(*wanted.clauses())
    rows = (await session.execute(EARLIEST_DUE.apply(query, cursor, limit))).all()
    listed = [ListedSlip(*row) for row in rows[:limit]]
    return listed, EARLIEST_DUE.cursor_of(listed[-1].slip) if len(rows) > limit else None


async def count_slips(session: AsyncSession, wanted: SlipFilter) -> int:
    """One query."""
    counted = select(func.count(WorkContactSlip.id)).join(Ticket, _OF_TICKET).where(*wanted.clauses())
    return await session.scalar(counted) or 0
