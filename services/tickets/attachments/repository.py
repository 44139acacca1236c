"""Every query of attachments."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.tickets.attachments.models import TicketAttachment
from services.tickets.requests.models import Ticket
from services.tickets.requests.repository.scope import Scope
from shared.kernel.errors import NotFound


async def require_ticket(session: AsyncSession, ticket_id: str, scope: Scope) -> None:
    """That it is within what the caller may see. One query. Raises NotFound."""
    if await session.scalar(select(Ticket.id).where(Ticket.id == ticket_id, scope.clause())) is None:
        raise NotFound(what="ticket")


async def attachments_of(session: AsyncSession, ticket_id: str) -> Sequence[TicketAttachment]:
    """As they were handed in. One query."""
    wanted = select(TicketAttachment).where(TicketAttachment.ticket_id == ticket_id)
    return (await session.scalars(wanted.order_by(TicketAttachment.uploaded_at, TicketAttachment.id))).all()


async def load_attachment(session: AsyncSession, ticket_id: str, upload_id: str, scope: Scope) -> TicketAttachment:
    """An attachment of this ticket. One query. Raises NotFound."""
    found = await session.scalar(
        select(TicketAttachment)
        .join(Ticket, Ticket.id == TicketAttachment.ticket_id)
        .where(TicketAttachment.id == upload_id, Ticket.id == ticket_id, scope.clause())
    )
    if found is None:
        raise NotFound(what="attachment")
    return found


async def known_objects(session: AsyncSession, object_ids: Collection[str]) -> set[str]:
    """Those that have a row."""
    return set(await session.scalars(select(TicketAttachment.id).where(TicketAttachment.id.in_(object_ids))))
