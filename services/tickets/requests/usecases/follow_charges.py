"""Learn what tickets cost and whether they are paid. Source: handbook B-17, flow 1."""

from services.tickets.requests.domain.history import Step
from services.tickets.requests.domain.settlement import PaymentStatus, settle
from services.tickets.requests.models import TicketCharge
from services.tickets.requests.repository import money, tickets
from services.tickets.requests.usecases.advancing import record
from shared.contracts.billing import ChargePosted, ChargeReversed, PaymentReceived
from shared.contracts.envelope import CloudEvent
from shared.runtime.replicas import keep_newest
from shared.runtime.unit_of_work import Transaction

_TICKET = "ticket"


async def follow_charge(tx: Transaction, envelope: CloudEvent, charge: ChargePosted | ChargeReversed) -> None:
    """The charge as it now is; others' charges are none of ours."""
    if charge.cause.kind != _TICKET:
        return
    await keep_newest(
        tx.session,
        TicketCharge,
        id=charge.charge_id,
        community_id=envelope.community,
        ticket_id=charge.cause.id,
        number=charge.number,
        item=charge.item,
        amount_fen=charge.amount_fen,
        due_on=charge.due_on,
        is_reversed=isinstance(charge, ChargeReversed),
        version=charge.version,
    )
    await _settle(tx, charge.cause.id, envelope.community)


async def follow_payment(tx: Transaction, envelope: CloudEvent, payment: PaymentReceived) -> None:
    """The parts of the payment that went to tickets' charges, which may not have been heard of yet."""
    parts = [part for part in payment.allocations if part.cause.kind == _TICKET]
    for part in parts:
        await money.enter_payment(
            tx.session,
            payment_id=payment.payment_id,
            charge_id=part.charge_id,
            community_id=envelope.community,
            ticket_id=part.cause.id,
            item=part.cause.item,
            amount_fen=part.amount_fen,
            outstanding_fen=part.outstanding_fen,
            receipt_number=payment.receipt_number,
            received_at=payment.received_at,
        )
    # In one order for everybody, so that two payments over the same tickets don't wait for each other.
    for ticket_id in sorted({part.cause.id for part in parts}):
        await _settle(tx, ticket_id, envelope.community)


async def _settle(tx: Transaction, ticket_id: str, community_id: str) -> None:
    """What the ticket shows, from all rows; the lock lets two events about one ticket queue up."""
    ticket = await tickets.lock_ticket(tx.session, ticket_id)
    if ticket is None or ticket.community_id != community_id:
        return
    charges = await money.charges_of(tx.session, ticket_id)
    payments = await money.payments_of(tx.session, ticket_id)

    now = settle(ticket.billable_fen, charges, payments)
    was_charged, was_paid = ticket.charged_fen, ticket.payment_status == PaymentStatus.PAID
    ticket.charged_fen, ticket.paid_fen, ticket.payment_status = now.charged_fen, now.paid_fen, now.status
    if now.charged_fen != was_charged:
        record(tx, ticket, Step.CHARGED, None, amount_fen=now.charged_fen)
    if now.status is PaymentStatus.PAID and not was_paid:
        record(tx, ticket, Step.PAID, None, amount_fen=now.paid_fen)
