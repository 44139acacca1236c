"""A room has another code: what is about it goes by the new one. Source: handbook T-05, R-05."""

from services.tickets.requests.domain.history import Step
from services.tickets.requests.domain.intake import Category
from services.tickets.requests.domain.matters import matter_and_place
from services.tickets.requests.repository import rooms
from services.tickets.requests.usecases.advancing import record
from shared.runtime.unit_of_work import Transaction


async def rename_room(tx: Transaction, room_id: str, code: str, building: str) -> None:
    """Tickets, closed ones too, are found by the new code and no longer by the old one; visits that wait and promises
    that stand name the door that is to be knocked at. Nothing happens where all have that code already.
    """
    ticket_ids = await rooms.tickets_of_other_code(tx.session, room_id, code)
    await rooms.name_promises(tx.session, room_id, ticket_ids, code)
    if not ticket_ids:
        return
    await rooms.name_visits(tx.session, ticket_ids, code)  # before the tickets: whoever records a visit locks it first
    for ticket in await rooms.lock_tickets(tx.session, ticket_ids, code):
        record(tx, ticket, Step.ROOM_RENAMED, None, before=ticket.room_code, after=code)
        ticket.room_code, ticket.building = code, building
        ticket.matter, ticket.matter_place = matter_and_place(Category(ticket.category), ticket.summary, code)
