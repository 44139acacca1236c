"""Note something on a ticket. Source: permissions.md."""

from services.tickets.notes.domain.visibility import department_of_note
from services.tickets.notes.models import TicketNote
from services.tickets.notes.schemas import NoteBody
from services.tickets.requests.domain.history import Step
from services.tickets.requests.domain.intake import Department
from services.tickets.requests.repository import tickets
from services.tickets.requests.usecases.advancing import scope_of, standing_of, step_of
from shared.kernel.ids import new_id
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def write_note(tx: Transaction, caller: Caller, ticket_id: str, body: NoteBody) -> TicketNote:
    """On an open or closed ticket; its own state stays. The history has it for whom the note is.

    Raises NotFound, NotYourDepartment.
    """
    ticket = await tickets.load_ticket(tx.session, ticket_id, scope_of(caller))
    department = department_of_note(
        body.visibility, body.department, Department(ticket.department), standing_of(caller)
    )
    note = TicketNote(
        id=new_id(),
        ticket_id=ticket.id,
        at=tx.now,
        author_id=caller.account_id,
        visibility=body.visibility,
        department=department,
        text=body.text,
    )
    tx.session.add(note)
    line = step_of(
        tx, ticket, Step.NOTE, caller.account_id, note=body.text, details={"visibility": body.visibility.value}
    )
    line.department = department
    tickets.add_step(tx.session, line)
    return note
