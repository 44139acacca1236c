"""Records born in other services file themselves. Source: handbook R-11, last sentence."""

from services.residents.archives.domain.directory import RecordKind
from services.residents.archives.usecases.file_record import Record, file_record
from shared.contracts.billing import PaymentReceived
from shared.contracts.envelope import CloudEvent
from shared.contracts.tickets import FollowUpDone, TicketClosed
from shared.runtime.unit_of_work import Transaction

_COMPLAINT = "complaint"


async def file_service(tx: Transaction, envelope: CloudEvent, ticket: TicketClosed) -> None:
    """A service or complaint record; a ticket about common parts belongs to no household's file."""
    if ticket.household_id is None:
        return
    kind = RecordKind.COMPLAINT_RECORD if ticket.category == _COMPLAINT else RecordKind.SERVICE_RECORD
    record = Record(
        kind,
        ticket.ticket_id,
        ticket.closed_at,
        ticket.number,
        {
            "category": ticket.category,
            "severity": ticket.severity,
            "outcome": ticket.outcome,
            "amount_fen": sum(item.amount_fen for item in ticket.billable_items),
        },
    )
    await file_record(tx, household_id=ticket.household_id, community_id=envelope.community, record=record)


async def file_follow_up(tx: Transaction, envelope: CloudEvent, visit: FollowUpDone) -> None:
    """A follow-up record, by its ticket's number."""
    if visit.household_id is None:
        return
    record = Record(
        RecordKind.FOLLOW_UP_RECORD,
        visit.follow_up_id,
        envelope.time,
        visit.ticket_number,
        {"result": visit.result, "visitor_level": visit.visitor_level, "ticket_id": visit.ticket_id},
    )
    await file_record(tx, household_id=visit.household_id, community_id=envelope.community, record=record)


async def file_payment(tx: Transaction, envelope: CloudEvent, payment: PaymentReceived) -> None:
    """A fee record, by its receipt's number."""
    record = Record(
        RecordKind.FEE_RECORD,
        payment.payment_id,
        payment.received_at,
        payment.receipt_number,
        {"method": payment.method, "amount_fen": payment.amount_fen},
    )
    await file_record(tx, household_id=payment.household_id, community_id=envelope.community, record=record)
