"""What was merged into a ticket, and what moves with it. Source: handbook T-01."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import CTE, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from services.tickets.promises.domain.promising import ALIVE, AboutKind
from services.tickets.promises.models import Promise
from services.tickets.requests.models import Ticket

_STANDING = [status.value for status in ALIVE]


@dataclass(frozen=True, slots=True)
class Merged:
    """A ticket whose matter goes on in another one, and who had asked."""

    ticket_id: str
    number: str
    requester_name: str
    requester_phone: str
    household_id: str | None


async def id_of_number(session: AsyncSession, beside: str, number: str) -> str | None:
    """The id of the ticket of that number in the community of the ticket `beside`. One query."""
    community = select(Ticket.community_id).where(Ticket.id == beside).scalar_subquery()
    return await session.scalar(select(Ticket.id).where(Ticket.community_id == community, Ticket.number == number))


def _merged_into(ticket_id: str) -> CTE:
    """Ids of what was merged into the ticket, and into those again."""
    found = select(Ticket.id).where(Ticket.merged_into == ticket_id).cte("merged", recursive=True)
    before = aliased(Ticket)
    return found.union(select(before.id).where(before.merged_into == found.c.id))


async def merged_from(session: AsyncSession, ticket_id: str) -> Sequence[Merged]:
    """What was merged into the ticket, directly or by way of another one; the first received first. One query."""
    found = _merged_into(ticket_id)
    wanted = (
        select(Ticket.id, Ticket.number, Ticket.requester_name, Ticket.requester_phone, Ticket.household_id)
        .join(found, found.c.id == Ticket.id)
        .order_by(Ticket.opened_at, Ticket.id)
    )
    return [Merged(*row) for row in (await session.execute(wanted)).all()]


async def move_promises(session: AsyncSession, ticket_id: str, into: Ticket) -> None:
    """Promises of a ticket that stand are about the other one from now on. One statement."""
    await _name(session, ticket_id, about_id=into.id, room_code=into.room_code)


async def name_promises(session: AsyncSession, ticket_id: str, room_code: str | None) -> None:
    """Promises of a ticket that stand name the room that it is about now. One statement."""
    await _name(session, ticket_id, room_code=room_code)


async def _name(session: AsyncSession, ticket_id: str, **now: str | None) -> None:
    standing = update(Promise).where(
        Promise.about_kind == AboutKind.TICKET.value, Promise.about_id == ticket_id, Promise.status.in_(_STANDING)
    )
    await session.execute(standing.values(**now, version=Promise.version + 1))
