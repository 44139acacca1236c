"""Tickets with their clocks, quotes and history."""

from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from services.tickets.requests.models import Ticket, TicketStep
from services.tickets.requests.repository.scope import Scope
from shared.kernel.errors import NotFound
from shared.runtime.http.paging import Keyset, page_of

NEWEST_FIRST = Keyset((Ticket.opened_at, Ticket.id))
AS_IT_HAPPENED = Keyset((TicketStep.at, TicketStep.id), descending=False)


def add_step(session: AsyncSession, step: TicketStep) -> None:
    """Append to the history."""
    session.add(step)


async def load_ticket(
    session: AsyncSession, ticket_id: str, scope: Scope, *, for_change: bool = False, with_quotes: bool = False
) -> Ticket:
    """A ticket with its clocks, within what the caller may see. Raises NotFound.

    `for_change` locks it: two changes at once queue up, and the second one reads what the first one left.
    """
    wanted = select(Ticket).where(Ticket.id == ticket_id, scope.clause()).options(selectinload(Ticket.clocks))
    if with_quotes:
        wanted = wanted.options(selectinload(Ticket.quotes))
    if for_change:
        wanted = wanted.with_for_update(of=Ticket)
    found = await session.scalar(wanted)
    if found is None:
        raise NotFound(what="ticket")
    return found


async def lock_ticket(session: AsyncSession, ticket_id: str) -> Ticket | None:
    """For a consumer or another ticket's step, which has no caller whose scope would count."""
    return await session.scalar(select(Ticket).where(Ticket.id == ticket_id).with_for_update(of=Ticket))


@dataclass(frozen=True, slots=True)
class TicketFilter:
    """What a list may be narrowed by."""

    scope: Scope
    status: str | None = None
    category: str | None = None
    department: str | None = None
    room_code: str | None = None
    assignee_id: str | None = None
    owner_id: str | None = None

    def apply(self, wanted: Select[Ticket]) -> Select[Ticket]:
        """The narrowed query."""
        wanted = wanted.where(self.scope.clause())
        for column, value in (
            (Ticket.status, self.status),
            (Ticket.category, self.category),
            (Ticket.department, self.department),
            (Ticket.room_code, self.room_code),
            (Ticket.assignee_id, self.assignee_id),
            (Ticket.owner_id, self.owner_id),
        ):
            if value is not None:
                wanted = wanted.where(column == value)
        return wanted


async def list_tickets(
    session: AsyncSession, wanted: TicketFilter, *, cursor: str | None, limit: int
) -> tuple[list[Ticket], str | None]:
    """Newest first; two queries whatever the page holds: the rows and their clocks."""
    query = wanted.apply(select(Ticket)).options(selectinload(Ticket.clocks))
    return await page_of(session, query, NEWEST_FIRST, cursor=cursor, limit=limit)


async def list_steps(
    session: AsyncSession, ticket_id: str, *, cursor: str | None, limit: int
) -> tuple[list[TicketStep], str | None]:
    """The history as it happened. One query."""
    query = select(TicketStep).where(TicketStep.ticket_id == ticket_id)
    return await page_of(session, query, AS_IT_HAPPENED, cursor=cursor, limit=limit)
