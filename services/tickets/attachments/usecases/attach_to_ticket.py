"""Attach a stored file to a ticket; the same content twice is one attachment. Source: handbook T-05, T-09."""

from services.tickets.attachments import repository
from services.tickets.attachments.domain.purposes import MOST_ATTACHMENTS, Purpose, TooManyAttachments
from services.tickets.attachments.models import TicketAttachment
from services.tickets.requests.domain.history import Step
from services.tickets.requests.repository import tickets
from services.tickets.requests.usecases.advancing import record, scope_of
from shared.runtime.files.reception import Received
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def attach_to_ticket(
    tx: Transaction, caller: Caller, ticket_id: str, received: Received, *, object_id: str, purpose: Purpose
) -> TicketAttachment:
    """`object_id` is what the content was stored under; where the ticket has it already, that one is swept.

    Raises NotFound, TooManyAttachments.
    """
    ticket = await tickets.load_ticket(tx.session, ticket_id, scope_of(caller), for_change=True)
    attached = await repository.attachments_of(tx.session, ticket_id)
    for known in attached:
        if known.sha256 == received.sha256:
            return known
    if len(attached) >= MOST_ATTACHMENTS:
        raise TooManyAttachments(most=MOST_ATTACHMENTS)

    attachment = TicketAttachment(
        id=object_id,
        ticket_id=ticket_id,
        purpose=purpose,
        filename=received.filename,
        media_type=received.media_type.value,
        size=received.size,
        sha256=received.sha256,
        uploaded_by=caller.account_id,
        uploaded_at=tx.now,
    )
    tx.session.add(attachment)
    record(tx, ticket, Step.ATTACH, caller.account_id, filename=received.filename, purpose=purpose.value)
    return attachment
