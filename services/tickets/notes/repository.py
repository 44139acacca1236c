"""Every query of notes."""

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.tickets.domain.duties import Standing
from services.tickets.notes.domain.visibility import Visibility
from services.tickets.notes.models import TicketNote
from shared.runtime.http.paging import Keyset, page_of

AS_WRITTEN = Keyset((TicketNote.at, TicketNote.id), descending=False)


async def list_notes(
    session: AsyncSession, ticket_id: str, reader: Standing, *, cursor: str | None, limit: int
) -> tuple[list[TicketNote], str | None]:
    """As they were written; of what departments keep to themselves only the reader's own. One query."""
    wanted = select(TicketNote).where(
        TicketNote.ticket_id == ticket_id,
        or_(
            TicketNote.visibility != Visibility.DEPARTMENT,
            TicketNote.department.in_(reader.departments),
            TicketNote.author_id == reader.account_id,
        ),
    )
    return await page_of(session, wanted, AS_WRITTEN, cursor=cursor, limit=limit)
