"""Give a record its tickets: a ticket belongs to one at most. Source: handbook T-21."""

from collections.abc import Sequence

from services.tickets.corrective_actions import repository
from services.tickets.corrective_actions.domain.errors import TicketLinkedElsewhere, TicketNotLinkable
from services.tickets.corrective_actions.models import CorrectiveAction
from shared.runtime.unit_of_work import Transaction


async def link_free(
    tx: Transaction, action: CorrectiveAction, ticket_ids: Sequence[str], linked_by: str | None
) -> list[str]:
    """The ids newly linked; what is the record's already stays. Raises TicketNotLinkable, TicketLinkedElsewhere."""
    wanted = list(dict.fromkeys(ticket_ids))
    if not wanted:
        return []
    tickets = await repository.tickets_of(tx.session, action.community_id, wanted)
    known = {ticket.id for ticket in tickets}
    for place, ticket_id in enumerate(wanted):
        if ticket_id not in known:
            raise TicketNotLinkable(pointer=f"/ticket_ids/{place}", ticket_id=ticket_id)

    linked = await repository.link(tx.session, action.id, tickets, linked_by=linked_by, now=tx.now)
    if len(linked) < len(wanted):
        await _refuse_others(tx, action, [ticket_id for ticket_id in wanted if ticket_id not in set(linked)])
    return linked


async def _refuse_others(tx: Transaction, action: CorrectiveAction, left: Sequence[str]) -> None:
    for ticket_id, owner in (await repository.records_of(tx.session, left)).items():
        if owner.id != action.id:
            raise TicketLinkedElsewhere(pointer="/ticket_ids", ticket_id=ticket_id, number=owner.number)
