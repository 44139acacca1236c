"""An application that leads nowhere: rejected by the approver, or withdrawn by the applicant. Source: handbook R-30."""

from services.residents.renovation import repository
from services.residents.renovation.domain.dues import is_part_paid
from services.residents.renovation.domain.errors import MoneyReceived
from services.residents.renovation.domain.lifecycle import Action, Status
from services.residents.renovation.models import Renovation
from services.residents.renovation.usecases.steps import advance, refuse_own_request
from services.residents.renovation.usecases.telling import state_of
from shared.contracts.residents import RenovationRejected
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def reject_renovation(tx: Transaction, caller: Caller, renovation_id: str, reason: str) -> Renovation:
    """Refused for good; the reason stays in the history. Raises OwnRequest, IllegalTransition."""
    renovation = await repository.load_renovation(tx.session, renovation_id, caller.communities)
    tx.guard(renovation)
    refuse_own_request(renovation, caller)
    advance(tx, renovation, Action.REJECT, actor_id=caller.account_id, note=reason)
    tx.publish(renovation, RenovationRejected(**state_of(renovation)))
    return renovation


async def withdraw_renovation(tx: Transaction, caller: Caller, renovation_id: str, note: str | None) -> Renovation:
    """Taken back before the decision, or after it while nothing is paid. Raises IllegalTransition, MoneyReceived.

    After the approval others have charges and pass requests of it, so they are told.
    """
    renovation = await repository.load_renovation(tx.session, renovation_id, caller.communities)
    tx.guard(renovation)

    was_approved = renovation.status == Status.APPROVED
    states = [(charge.amount_fen, charge.outstanding_fen) for charge in renovation.charges if not charge.is_reversed]
    if was_approved and any(is_part_paid(amount, outstanding) for amount, outstanding in states):
        raise MoneyReceived

    advance(tx, renovation, Action.WITHDRAW, actor_id=caller.account_id, note=note)
    if was_approved:
        tx.publish(renovation, RenovationRejected(**state_of(renovation)))
    return renovation
