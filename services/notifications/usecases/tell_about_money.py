"""Messages about charges, payments and deposits."""

from services.notifications.channels import PostOffice
from services.notifications.domain.templates import TemplateName
from services.notifications.usecases.compose_message import compose_message, household
from shared.contracts.billing import ChargePosted, DepositRefunded, PaymentReceived, PrepaidRefunded
from shared.contracts.envelope import CloudEvent
from shared.kernel.money import yuan
from shared.runtime.unit_of_work import Transaction


async def tell_charged(post: PostOffice, tx: Transaction, envelope: CloudEvent, charge: ChargePosted) -> None:
    """The household hears what it owes; a renovation's charges are told together with its approval."""
    if charge.cause.kind == "renovation":
        return
    await compose_message(
        tx,
        post,
        envelope,
        TemplateName.CHARGE_POSTED,
        household(charge.household_id),
        about=charge.charge_id,
        parameters={"room_code": charge.room_code, "amount": yuan(charge.amount_fen), "due_on": charge.due_on},
    )


async def tell_paid(post: PostOffice, tx: Transaction, envelope: CloudEvent, payment: PaymentReceived) -> None:
    """The household hears that its money arrived, with the receipt's number (B-06)."""
    await compose_message(
        tx,
        post,
        envelope,
        TemplateName.PAYMENT_RECEIVED,
        household(payment.household_id),
        about=payment.payment_id,
        parameters={
            "room_code": payment.room_code,
            "amount": yuan(payment.amount_fen),
            "receipt_number": payment.receipt_number,
        },
    )


async def tell_refunded(post: PostOffice, tx: Transaction, envelope: CloudEvent, refund: DepositRefunded) -> None:
    """The household hears what became of its deposit: what was kept, what went back (B-09)."""
    await compose_message(
        tx,
        post,
        envelope,
        TemplateName.DEPOSIT_REFUNDED,
        household(refund.household_id),
        about=refund.deposit_id,
        parameters={
            "room_code": refund.room_code,
            "paid": yuan(refund.paid_fen),
            "deducted": yuan(refund.deducted_fen) if refund.deducted_fen else None,
            "refunded": yuan(refund.refunded_fen) if refund.refunded_fen else None,
            "voucher_number": refund.voucher_number,
        },
    )


async def tell_paid_out(post: PostOffice, tx: Transaction, envelope: CloudEvent, payout: PrepaidRefunded) -> None:
    """The household hears that its prepaid money went back, with the voucher's number (B-06)."""
    await compose_message(
        tx,
        post,
        envelope,
        TemplateName.PREPAID_REFUNDED,
        household(payout.household_id),
        about=payout.payout_id,
        parameters={
            "room_code": payout.room_code,
            "amount": yuan(payout.amount_fen),
            "voucher_number": payout.voucher_number,
        },
    )
