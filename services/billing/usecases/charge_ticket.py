"""A closed ticket with billable items is charged. Source: handbook T-09, B-17; flow 1."""

from services.billing.domain.charging import CauseKind, Line
from services.billing.domain.errors import PayerNotKnown
from services.billing.domain.tariff import Nature, Unit
from services.billing.models import TariffItem
from services.billing.repository import replicas, tariffs
from services.billing.usecases.post_charges import Occasion, post_charges
from shared.contracts.envelope import CloudEvent
from shared.contracts.tickets import BillableItem, TicketClosed
from shared.runtime.unit_of_work import Transaction


async def charge_ticket(tx: Transaction, envelope: CloudEvent, ticket: TicketClosed) -> None:
    """The amounts are those that the resident agreed to, whatever the tariff says by now. Raises PayerNotKnown."""
    if not ticket.billable_items:
        return
    household_id = ticket.payer_household_id or ticket.household_id
    if household_id is None:
        raise PayerNotKnown(f"ticket {ticket.number} names nobody who pays")
    community = await replicas.load_community(tx.session, envelope.community)
    codes = {line.item for line in ticket.billable_items}
    items = {item.code: item for item in await tariffs.find_items(tx.session, community.id, codes)}

    occasion = Occasion(
        kind=CauseKind.TICKET,
        cause_id=ticket.ticket_id,
        household_id=household_id,
        happened_at=ticket.closed_at,
        room_id=ticket.room_id,
        room_code=ticket.room_code,
    )
    lines = [_line(agreed, items.get(agreed.item)) for agreed in ticket.billable_items]
    await post_charges(tx, community, occasion, lines)


def _line(agreed: BillableItem, item: TariffItem | None) -> Line:
    """An item that this tariff does not know keeps its code for a name: the money was agreed, so it is owed."""
    return Line(
        item=agreed.item,
        name_zh=item.name_zh if item else agreed.item,
        name_en=item.name_en if item else agreed.item,
        unit=item.unit if item else Unit.PIECE,
        nature=Nature(item.nature) if item else Nature.FEE,
        quantity=agreed.quantity,
        amount_fen=agreed.amount_fen,
    )
