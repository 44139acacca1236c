"""Pass ownership on. Source: handbook T-01."""

from services.tickets.domain.duties import DESK_ROLES
from services.tickets.replicas.usecases.staff import require_fit
from services.tickets.requests.domain.errors import NotTheOwner
from services.tickets.requests.domain.lifecycle import Action
from services.tickets.requests.models import Ticket
from services.tickets.requests.schemas.actions import HandOver
from services.tickets.requests.usecases.advancing import advance, load_for_change, standing_of
from services.tickets.requests.usecases.telling import state_of
from shared.contracts.tickets import TicketHandedOver
from shared.kernel.errors import InvalidField
from shared.kernel.text import Text
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction

_OWNS_IT = Text(zh="该账户已是首接责任人", en="This account owns it already")


async def hand_over(tx: Transaction, caller: Caller, ticket_id: str, order: HandOver) -> Ticket:
    """By the owner or a lead, to somebody else of the desk. Raises NotTheOwner, UnfitAccount, InvalidField."""
    ticket = await load_for_change(tx, caller, ticket_id)
    if ticket.owner_id != caller.account_id and not standing_of(caller).is_lead:
        raise NotTheOwner
    if order.owner_id == ticket.owner_id:
        raise InvalidField(pointer="/owner_id", reason=_OWNS_IT)
    await require_fit(tx, ticket.community_id, order.owner_id, DESK_ROLES, pointer="/owner_id")

    from_owner_id = ticket.owner_id
    advance(
        tx, ticket, Action.HAND_OVER, caller.account_id,
        note=order.note, from_owner=from_owner_id, to_owner=order.owner_id,
    )  # fmt: skip
    ticket.owner_id = order.owner_id
    tx.publish(ticket, TicketHandedOver(**state_of(ticket), from_owner_id=from_owner_id))
    return ticket
