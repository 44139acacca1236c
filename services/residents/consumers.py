"""Who reacts to what."""

from collections.abc import Mapping
from typing import Any

from services.residents.archives.usecases.file_events import file_follow_up, file_payment, file_service
from services.residents.renovation.completion.usecases.follow_passes import PASS_EVENTS, follow_pass
from services.residents.renovation.completion.usecases.follow_refunds import follow_refund
from services.residents.renovation.usecases.follow_charges import follow_payment, follow_posted, follow_reversed
from shared.contracts.envelope import CloudEvent
from shared.runtime.consumer import Handler
from shared.runtime.unit_of_work import Transaction


def in_turn(*handlers: Handler) -> Handler:
    """Several subjects react to one event, in one transaction."""

    async def handle(tx: Transaction, envelope: CloudEvent, payload: Any) -> None:
        for handler in handlers:
            await handler(tx, envelope, payload)

    return handle


HANDLERS: Mapping[str, Handler] = {
    "ticket.closed": file_service,
    "follow_up.done": file_follow_up,
    "charge.posted": follow_posted,
    "charge.reversed": follow_reversed,
    # The renovation is held before the file: every transaction takes them in this order.
    "payment.received": in_turn(follow_payment, file_payment),
    "deposit.refunded": follow_refund,
    **dict.fromkeys(PASS_EVENTS, follow_pass),
}
