"""Every query of corrective actions."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal_column, or_, select, true, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from services.tickets.corrective_actions.domain.lifecycle import UNDER_A_DEADLINE
from services.tickets.corrective_actions.domain.repetition import REPEATING, RepeatedMatter
from services.tickets.corrective_actions.models import (
    CorrectiveAction,
    CorrectiveActionNumber,
    CorrectiveActionStep,
    CorrectiveActionTicket,
)
from services.tickets.replicas.models import CommunityReplica
from services.tickets.requests.domain.lifecycle import Outcome
from services.tickets.requests.models import Ticket
from shared.kernel.errors import NotFound
from shared.runtime.http.paging import Keyset, page_of

NEWEST_FIRST = Keyset((CorrectiveAction.created_at, CorrectiveAction.id))
_REPEATING = Ticket.category.in_([category.value for category in REPEATING])
_VALID = or_(Ticket.outcome.is_(None), Ticket.outcome == Outcome.SOLVED.value)
_UNLINKED = ~select(true()).where(CorrectiveActionTicket.ticket_id == Ticket.id).exists()

_RECORDS = select(CorrectiveAction.id).where(
    CorrectiveAction.community_id == Ticket.community_id,
    CorrectiveAction.category == Ticket.category,
    CorrectiveAction.matter == Ticket.matter,
    CorrectiveAction.place == Ticket.matter_place,
)
"""The records of a ticket's matter."""
_UNSETTLED = ~_RECORDS.where(CorrectiveAction.verified_at >= Ticket.opened_at).correlate(Ticket).exists()


def insert_on(session: AsyncSession, row: Any) -> Any:
    """`INSERT` of the session's dialect, for what happens on a conflict."""
    return sqlite.insert(row) if session.get_bind().dialect.name == "sqlite" else postgresql.insert(row)


async def load_action(
    session: AsyncSession,
    action_id: str,
    communities: Collection[str],
    *,
    only_of: str | None,
    for_change: bool = False,
) -> CorrectiveAction:
    """A record with its tickets and steps, within the communities; three queries.

    `only_of`: who sees what they are responsible for and nothing else. Raises NotFound.
    """
    wanted = (
        select(CorrectiveAction)
        .where(CorrectiveAction.id == action_id, CorrectiveAction.community_id.in_(communities))
        .options(selectinload(CorrectiveAction.links), selectinload(CorrectiveAction.steps))
    )
    if only_of is not None:
        wanted = wanted.where(CorrectiveAction.responsible_id == only_of)
    if for_change:
        wanted = wanted.with_for_update(of=CorrectiveAction)
    found = await session.scalar(wanted)
    if found is None:
        raise NotFound(what="corrective action")
    return found


@dataclass(frozen=True, slots=True)
class ActionFilter:
    """What a list may be narrowed by."""

    communities: Collection[str]
    status: str | None = None
    origin: str | None = None
    responsible_id: str | None = None
    overdue: bool = False
    only_of: str | None = None

    def apply(self, wanted: Select[CorrectiveAction]) -> Select[CorrectiveAction]:
        """The narrowed query."""
        wanted = wanted.where(CorrectiveAction.community_id.in_(self.communities))
        for column, value in (
            (CorrectiveAction.status, self.status),
            (CorrectiveAction.origin, self.origin),
            (CorrectiveAction.responsible_id, self.responsible_id),
            (CorrectiveAction.responsible_id, self.only_of),
        ):
            if value is not None:
                wanted = wanted.where(column == value)
        if self.overdue:
            running = CorrectiveAction.status.in_([status.value for status in UNDER_A_DEADLINE])
            wanted = wanted.where(CorrectiveAction.overdue_at.is_not(None), running)
        return wanted


async def list_actions(
    session: AsyncSession, wanted: ActionFilter, *, cursor: str | None, limit: int
) -> tuple[list[CorrectiveAction], str | None]:
    """Newest first; two queries: the rows and their tickets."""
    query = wanted.apply(select(CorrectiveAction)).options(selectinload(CorrectiveAction.links))
    return await page_of(session, query, NEWEST_FIRST, cursor=cursor, limit=limit)


async def rounds_beside(session: AsyncSession, action: CorrectiveAction) -> dict[int, CorrectiveAction]:
    """The records of the same matter one round before and one after, by round; one query, none for other records."""
    if action.round is None:
        return {}
    wanted = select(CorrectiveAction).where(
        CorrectiveAction.community_id == action.community_id,
        CorrectiveAction.category == action.category,
        CorrectiveAction.matter == action.matter,
        CorrectiveAction.place == action.place,
        CorrectiveAction.round.in_((action.round - 1, action.round + 1)),
    )
    return {found.round or 0: found for found in await session.scalars(wanted)}


async def next_number(session: AsyncSession, community_id: str, year: int) -> str:
    """The next human number, `CA26-0007`; one statement, so that two never get the same."""
    numbers = CorrectiveActionNumber
    counted = (
        insert_on(session, numbers)
        .values(community_id=community_id, year=year, last=1)
        .on_conflict_do_update(index_elements=["community_id", "year"], set_={"last": numbers.last + 1})
        .returning(numbers.last)
    )
    last = (await session.execute(counted)).scalar_one()
    return f"CA{year % 100:02d}-{last:04d}"


def add_action(session: AsyncSession, action: CorrectiveAction) -> None:
    """A record that somebody opened."""
    session.add(action)


async def enter_once(session: AsyncSession, action: CorrectiveAction) -> bool:
    """Write the record of a matter's round; False when another one was quicker."""
    content = {column.key: getattr(action, column.key) for column in CorrectiveAction.__table__.columns}
    entered = (
        insert_on(session, CorrectiveAction)
        .values(content)
        .on_conflict_do_nothing(index_elements=["community_id", "category", "matter", "place", "round"])
        .returning(CorrectiveAction.id)
    )
    return (await session.execute(entered)).scalar_one_or_none() is not None


async def count_events(session: AsyncSession, action: CorrectiveAction) -> None:
    """Keep the number of the last event told of a record that was written by `enter_once`."""
    counted = update(CorrectiveAction).where(CorrectiveAction.id == action.id)
    await session.execute(counted.values(event_sequence=action.event_sequence))


def add_step(session: AsyncSession, step: CorrectiveActionStep) -> None:
    """Append to the record's history."""
    session.add(step)


async def link(
    session: AsyncSession, action_id: str, tickets: Sequence[Ticket], *, linked_by: str | None, now: datetime
) -> list[str]:
    """The ids of the tickets that were free and are now the record's; one statement."""
    if not tickets:
        return []
    rows = [
        {
            "ticket_id": ticket.id,
            "action_id": action_id,
            "ticket_number": ticket.number,
            "linked_by": linked_by,
            "linked_at": now,
        }
        for ticket in tickets
    ]
    linked = (
        insert_on(session, CorrectiveActionTicket)
        .values(rows)
        .on_conflict_do_nothing(index_elements=["ticket_id"])
        .returning(CorrectiveActionTicket.ticket_id)
    )
    return list((await session.scalars(linked)).all())


async def tickets_of(session: AsyncSession, community_id: str, ticket_ids: Collection[str]) -> Sequence[Ticket]:
    """Those of the ids that the community has, by number."""
    wanted = select(Ticket).where(Ticket.community_id == community_id, Ticket.id.in_(ticket_ids))
    return (await session.scalars(wanted.order_by(Ticket.number))).all()


async def records_of(session: AsyncSession, ticket_ids: Collection[str]) -> dict[str, CorrectiveAction]:
    """The record that each of the tickets belongs to, if one does."""
    wanted = (
        select(CorrectiveActionTicket.ticket_id, CorrectiveAction)
        .join(CorrectiveAction, CorrectiveAction.id == CorrectiveActionTicket.action_id)
        .where(CorrectiveActionTicket.ticket_id.in_(ticket_ids))
    )
    return dict((await session.execute(wanted)).all())


async def lock_overdue(session: AsyncSession, now: datetime, limit: int) -> Sequence[CorrectiveAction]:
    """Plans whose deadline has passed and that were not told yet; others' locks are passed by."""
    # Written out: with parameters in their place PostgreSQL's generic plan could not use the partial index.
    statuses: list[ColumnElement[str]] = [literal_column(f"'{status.value}'") for status in UNDER_A_DEADLINE]
    wanted = (
        select(CorrectiveAction)
        .where(
            CorrectiveAction.due_at < now,
            CorrectiveAction.overdue_at.is_(None),
            CorrectiveAction.status.in_(statuses),
        )
        .order_by(CorrectiveAction.due_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return (await session.scalars(wanted)).all()


# ── repetition ──────────────────────────────────────────────────────────────────────────────────────────────────


async def communities(session: AsyncSession) -> Sequence[str]:
    """Every community heard of."""
    return (await session.scalars(select(CommunityReplica.id).order_by(CommunityReplica.id))).all()


async def matters_to_settle(
    session: AsyncSession, community_id: str, *, since: datetime, threshold: int, limit: int
) -> list[RepeatedMatter]:
    """Matters with so many free tickets since, and those with a free ticket whose record is of the window and not
    verified. One query.

    Tickets that were dismissed don't count (T-15), nor does our own work that is done again: that is the same matter,
    not the same once more. A ticket of a record is not counted again, nor is what came before the matter's last
    verification.
    """
    takes_more = _RECORDS.where(CorrectiveAction.created_at >= since, CorrectiveAction.verified_at.is_(None))
    wanted = (
        select(Ticket.category, Ticket.matter, Ticket.matter_place)
        .where(*_free_tickets(community_id, since))
        .group_by(Ticket.community_id, Ticket.category, Ticket.matter, Ticket.matter_place)
        .having(or_(func.count() >= threshold, takes_more.correlate(Ticket).exists()))
        .order_by(Ticket.category, Ticket.matter, Ticket.matter_place)
        .limit(limit)
    )
    return [
        RepeatedMatter(community_id, category, matter or "", place or "")
        for category, matter, place in (await session.execute(wanted)).all()
    ]


async def free_tickets(session: AsyncSession, repeated: RepeatedMatter, since: datetime) -> Sequence[Ticket]:
    """The matter's tickets since, and since its last verification, that no record has; oldest first."""
    wanted = select(Ticket).where(
        *_free_tickets(repeated.community_id, since),
        Ticket.category == repeated.category,
        Ticket.matter == repeated.matter,
        Ticket.matter_place == repeated.place,
    )
    return (await session.scalars(wanted.order_by(Ticket.opened_at, Ticket.id))).all()


async def last_record(session: AsyncSession, repeated: RepeatedMatter) -> CorrectiveAction | None:
    """The matter's newest record, locked."""
    wanted = select(CorrectiveAction).where(
        CorrectiveAction.community_id == repeated.community_id,
        CorrectiveAction.category == repeated.category,
        CorrectiveAction.matter == repeated.matter,
        CorrectiveAction.place == repeated.place,
    )
    return await session.scalar(wanted.order_by(CorrectiveAction.round.desc()).limit(1).with_for_update())


def _free_tickets(community_id: str, since: datetime) -> list[Any]:
    return [
        Ticket.community_id == community_id,
        Ticket.opened_at >= since,
        _REPEATING,
        Ticket.matter.is_not(None),
        Ticket.rework_of.is_(None),
        _VALID,
        _UNLINKED,
        _UNSETTLED,
    ]
