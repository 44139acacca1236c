"""A step of a transfer: the status by the table, the history, the version."""

from services.residents.transfers.domain.lifecycle import LIFECYCLE, Action, Status
from services.residents.transfers.models import Transfer, TransferStep
from services.residents.versions import touch
from shared.kernel.ids import new_id
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction

_NAME_LENGTH = 100


def advance(
    tx: Transaction,
    transfer: Transfer,
    action: Action,
    caller: Caller,
    *,
    item: str | None = None,
    note: str | None = None,
) -> None:
    """Move on and write it down. Raises IllegalTransition."""
    transfer.status = LIFECYCLE.next(Status(transfer.status), action).value
    record_step(tx, transfer, action.value, caller, item=item, note=note)
    touch(transfer, tx.now)


def record_step(
    tx: Transaction,
    transfer: Transfer,
    action: str,
    caller: Caller,
    *,
    item: str | None = None,
    note: str | None = None,
) -> None:
    """Append to the history."""
    step = TransferStep(
        id=new_id(),
        at=tx.now,
        actor_id=caller.account_id,
        actor_name=name_of(caller),
        action=action,
        item=item,
        note=note,
    )
    transfer.steps.append(step)


def name_of(caller: Caller) -> str:
    """As it stands on the paper."""
    return (caller.name or caller.account_id)[:_NAME_LENGTH]
