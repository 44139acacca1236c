"""Send a ticket to whom does the work. Source: handbook T-03, T-04."""

from services.tickets.domain.duties import ASSISTANT_ROLES, FITTING, Standing
from services.tickets.replicas.usecases.staff import require_fit
from services.tickets.requests.domain.clocks import Clock
from services.tickets.requests.domain.errors import DeskDispatchesToAssistant
from services.tickets.requests.domain.intake import Department
from services.tickets.requests.domain.lifecycle import Action
from services.tickets.requests.models import Ticket
from services.tickets.requests.schemas.actions import Dispatch
from services.tickets.requests.usecases.advancing import advance, load_for_change, meet, standing_of
from services.tickets.requests.usecases.telling import state_of
from shared.contracts.tickets import TicketDispatched
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def dispatch_ticket(tx: Transaction, caller: Caller, ticket_id: str, order: Dispatch) -> Ticket:
    """To an account, or to a department whose staff takes it up. Raises UnfitAccount, DeskDispatchesToAssistant."""
    ticket = await load_for_change(tx, caller, ticket_id)
    department = order.department or Department(ticket.department)
    if order.assignee_id is not None:
        sent_to = await require_fit(
            tx, ticket.community_id, order.assignee_id, FITTING[department], pointer="/assignee_id"
        )
        _check_desk(standing_of(caller), sent_to)
    if order.companion_id is not None:
        await require_fit(tx, ticket.community_id, order.companion_id, ASSISTANT_ROLES, pointer="/companion_id")

    advance(
        tx, ticket, Action.DISPATCH, caller.account_id,
        note=order.note, assignee=order.assignee_id, department=department.value,
    )  # fmt: skip
    ticket.department = department
    ticket.assignee_id = order.assignee_id
    ticket.companion_id = order.companion_id
    ticket.dispatched_at = ticket.dispatched_at or tx.now
    ticket.sent_at = tx.now
    ticket.accepted_at = None

    meet(tx, ticket, {Clock.DISPATCH})
    tx.publish(ticket, TicketDispatched(**state_of(ticket), companion_id=ticket.companion_id))
    return ticket


def _check_desk(by: Standing, sent_to: Standing) -> None:
    """The front desk never calls a technician directly (T-04)."""
    if by.dispatches_to_assistants_only and ASSISTANT_ROLES.isdisjoint(sent_to.roles):
        raise DeskDispatchesToAssistant(pointer="/assignee_id")
