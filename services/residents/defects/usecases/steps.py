"""A step in a defect's life: the status by the table, the history, the version; and the notices to the developer."""

from datetime import date

from services.residents.defects.domain.lifecycle import LIFECYCLE, DefectAction, DefectStatus
from services.residents.defects.domain.terms import notice_number
from services.residents.defects.models import Defect, DefectNotice, DefectStep
from services.residents.versions import touch
from shared.kernel.ids import new_id
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


def advance(tx: Transaction, caller: Caller, defect: Defect, action: DefectAction, note: str | None = None) -> None:
    """Move on and write it down. Raises IllegalTransition."""
    defect.status = LIFECYCLE.next(DefectStatus(defect.status), action)
    record_step(tx, caller, defect, action.value, note)
    touch(defect, tx.now)


def record_step(tx: Transaction, caller: Caller, defect: Defect, action: str, note: str | None = None) -> None:
    """Append to the history."""
    defect.steps.append(
        DefectStep(id=new_id(), at=tx.now, actor_id=caller.account_id, action=action, status=defect.status, note=note)
    )


def issue_notice(tx: Transaction, caller: Caller, defect: Defect, deadline_on: date, reason: str | None = None) -> None:
    """The rectification notice of the next round; its deadline is the defect's."""
    defect.round += 1
    defect.deadline_on = deadline_on
    defect.notices.append(
        DefectNotice(
            round=defect.round,
            number=notice_number(defect.number, defect.round),
            issued_at=tx.now,
            issued_by=caller.account_id,
            deadline_on=deadline_on,
            reason=reason,
        )
    )
