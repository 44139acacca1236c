"""Invite the owner to the re-inspection. Source: handbook R-23."""

from datetime import UTC

from services.residents.defects import repository
from services.residents.defects.domain.lifecycle import DefectAction
from services.residents.defects.domain.terms import check_visit
from services.residents.defects.models import Defect
from services.residents.defects.schemas.asked import InvitationBody
from services.residents.defects.usecases.steps import advance
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def invite_owner(tx: Transaction, caller: Caller, defect_id: str, body: InvitationBody) -> Defect:
    """To a time that may be moved by another invitation. Raises IllegalTransition, VisitOutOfRange."""
    defect = await repository.load_defect(tx.session, defect_id, caller.communities)
    tx.guard(defect)

    advance(tx, caller, defect, DefectAction.INVITE, body.note)
    check_visit(body.visit_at, now=tx.now, pointer="/visit_at")

    defect.visit_at = body.visit_at.astimezone(UTC)
    return defect
