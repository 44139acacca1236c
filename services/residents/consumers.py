"""Who reacts to what."""

from collections.abc import Mapping
from typing import Any

from services.residents.archives.community_records.usecases.file_assembly import file_assembly
from services.residents.archives.usecases.file_events import file_follow_up, file_payment, file_service
from services.residents.renovation.completion.usecases.follow_passes import PASS_EVENTS
from services.residents.renovation.completion.usecases.follow_passes import follow_pass as follow_worker_pass
from services.residents.renovation.completion.usecases.follow_refunds import follow_refund
from services.residents.renovation.usecases.follow_charges import follow_payment, follow_posted, follow_reversed
from services.residents.staff.usecases.follow_account import follow_account
from services.residents.transfers.usecases.follow_access import follow_key, follow_pass
from services.residents.transfers.usecases.follow_money import (
    replicate_balance,
    replicate_payment,
    replicate_posted,
    replicate_refund,
    replicate_reversed,
)
from services.residents.transfers.usecases.follow_move_in import follow_opening_readings
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
    "account.changed": follow_account,
    "ticket.closed": file_service,
    "follow_up.done": file_follow_up,
    "assembly.result_published": file_assembly,
    "charge.posted": in_turn(follow_posted, replicate_posted),
    "charge.reversed": in_turn(follow_reversed, replicate_reversed),
    # The renovation is held before the file: every transaction takes them in this order; the replica comes last.
    "payment.received": in_turn(follow_payment, file_payment, replicate_payment),
    "prepaid.changed": replicate_balance,
    "deposit.refunded": in_turn(follow_refund, replicate_refund),
    **dict.fromkeys(PASS_EVENTS, in_turn(follow_worker_pass, follow_pass)),
    # What a change of holder waits for besides (handbook R-07).
    "key.moved": follow_key,
    "move_in.completed": follow_opening_readings,
}
