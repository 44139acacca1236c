"""How much there is about a ticket, for the badges of its page."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.tickets.attachments.models import TicketAttachment
from services.tickets.domain.duties import Standing
from services.tickets.escalations.models import WorkContactSlip
from services.tickets.notes.models import TicketNote
from services.tickets.notes.repository import shown_to
from services.tickets.promises.domain.promising import ALIVE, AboutKind
from services.tickets.promises.models import Promise
from services.tickets.promises.repository import seen_by
from services.tickets.requests.models import Ticket


@dataclass(frozen=True, slots=True)
class TicketCounts:
    """As many as its reader would be shown; an open promise is neither kept nor cancelled."""

    notes: int
    attachments: int
    promises_open: int
    slips_open: int


async def counts_of(session: AsyncSession, ticket: Ticket, viewer: Standing) -> TicketCounts:
    """One query, whatever there is."""
    counted = (
        _count(TicketNote).where(TicketNote.ticket_id == ticket.id, shown_to(viewer)),
        _count(TicketAttachment).where(TicketAttachment.ticket_id == ticket.id),
        _count(Promise).where(
            Promise.about_kind == AboutKind.TICKET.value,
            Promise.about_id == ticket.id,
            Promise.status.in_([status.value for status in ALIVE]),
            seen_by([ticket.community_id], viewer),
        ),
        _count(WorkContactSlip).where(WorkContactSlip.ticket_id == ticket.id, WorkContactSlip.closed_at.is_(None)),
    )
    row = (await session.execute(select(*(each.scalar_subquery() for each in counted)))).one()
    return TicketCounts(*row)


def _count(table: type[Any]) -> Select[Any]:
    return select(func.count()).select_from(table)
