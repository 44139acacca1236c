"""Tickets with their clocks, quotes and history."""

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from services.tickets.domain.duties import Standing
from services.tickets.requests.models import Ticket, TicketStep
from services.tickets.requests.repository.scope import Scope
from shared.kernel.errors import NotFound
from shared.runtime.http.paging import Keyset, page_of

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


async def list_steps(
    session: AsyncSession, ticket_id: str, reader: Standing, *, cursor: str | None, limit: int
) -> tuple[list[TicketStep], str | None]:
    """The history as it happened; of what departments keep to themselves only the reader's own. One query."""
    query = select(TicketStep).where(
        TicketStep.ticket_id == ticket_id,
        or_(
            TicketStep.department.is_(None),
            TicketStep.department.in_(reader.departments),
            TicketStep.actor_id == reader.account_id,
        ),
    )
    return await page_of(session, query, AS_IT_HAPPENED, cursor=cursor, limit=limit)
