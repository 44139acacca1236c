"""Every query of notes."""

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.tickets.domain.duties import Standing
from services.tickets.notes.domain.visibility import Visibility
from services.tickets.notes.models import TicketNote
from shared.runtime.http.paging import Keyset, page_of

AS_WRITTEN = Keyset((TicketNote.at, TicketNote.id), descending=False)


def shown_to(reader: Standing) -> ColumnElement[bool]:
    """Of what departments keep to themselves only the reader's own."""
    return or_(
        TicketNote.visibility != Visibility.DEPARTMENT,
        TicketNote.department.in_(reader.departments),
        TicketNote.author_id == reader.account_id,
    )


async def list_notes(
    session: AsyncSession,
    ticket_id: str,
    reader: Standing,
    *,
    visibility: Visibility | None = None,
    cursor: str | None,
    limit: int,
) -> tuple[list[TicketNote], str | None]:
    """As they were written, as far as the reader is shown them. One query."""
    wanted = select(TicketNote).where(TicketNote.ticket_id == ticket_id, shown_to(reader))
    if visibility is not None:
        wanted = wanted.where(TicketNote.visibility == visibility)
    return await page_of(session, wanted, AS_WRITTEN, cursor=cursor, limit=limit)
