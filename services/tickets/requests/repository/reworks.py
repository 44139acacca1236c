"""A ticket's reworks: the first request and everything that followed until it was right. Source: handbook T-19."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from services.tickets.follow_ups.models import FollowUp
from services.tickets.requests.models import Ticket
from services.tickets.requests.repository.scope import Scope


@dataclass(frozen=True, slots=True)
class ReworkLink:
    """A ticket of the chain and what its follow-up brought; None where it has none, or none yet."""

    ticket_id: str
    number: str
    status: str
    rework_count: int
    follow_up_status: str | None
    reason: str | None


async def rework_chain(session: AsyncSession, ticket_id: str, scope: Scope) -> Sequence[ReworkLink]:
    """From the first request to the last rework, as far as the caller may see. One query, however long it is."""
    up = select(Ticket.id, Ticket.rework_of).where(Ticket.id == ticket_id).cte("up", recursive=True)
    before = aliased(Ticket)
    up = up.union(select(before.id, before.rework_of).where(before.id == up.c.rework_of))
    down = select(up.c.id).where(up.c.rework_of.is_(None)).cte("down", recursive=True)
    after = aliased(Ticket)
    down = down.union(select(after.id).where(after.rework_of == down.c.id))
    wanted = (
        select(Ticket.id, Ticket.number, Ticket.status, Ticket.rework_count, FollowUp.status, FollowUp.reason)
        .join(down, down.c.id == Ticket.id)
        .outerjoin(FollowUp, FollowUp.ticket_id == Ticket.id)
        .where(scope.clause())
        .order_by(Ticket.rework_count, Ticket.opened_at)
    )
    return [ReworkLink(*row) for row in (await session.execute(wanted)).all()]
