"""Agreements are signed, documents handed out against a receipt list. Source: handbook R-22."""

from services.residents.move_ins.domain.documents import missing_agreements, missing_handouts
from services.residents.move_ins.domain.errors import AgreementsMissing, DocumentsMissing, PackNotPrepared
from services.residents.move_ins.domain.steps import MoveInStep
from services.residents.move_ins.models import MoveIn
from services.residents.move_ins.schemas.asked import AgreementsForm, DocumentsForm
from services.residents.move_ins.usecases.steps import begin_step, finish_step
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def sign_agreements(tx: Transaction, caller: Caller, move_in_id: str, form: AgreementsForm) -> MoveIn:
    """Raises StepOutOfOrder, AgreementsMissing, which names each."""
    move_in = await begin_step(tx, caller, move_in_id, MoveInStep.SIGN_AGREEMENTS)

    if missing := missing_agreements(form.signed):
        raise AgreementsMissing({f"/signed/{kind}": words for kind, words in missing.items()})

    finish_step(tx, caller, move_in, MoveInStep.SIGN_AGREEMENTS, form)
    return move_in


async def hand_out_documents(tx: Transaction, caller: Caller, move_in_id: str, form: DocumentsForm) -> MoveIn:
    """From the prepared pack. Raises StepOutOfOrder, PackNotPrepared, DocumentsMissing, which names each."""
    move_in = await begin_step(tx, caller, move_in_id, MoveInStep.HAND_OUT_DOCUMENTS)

    if move_in.pack_prepared_at is None:
        raise PackNotPrepared
    if missing := missing_handouts([line.kind for line in form.documents]):
        raise DocumentsMissing({f"/documents/{kind}": words for kind, words in missing.items()})

    finish_step(tx, caller, move_in, MoveInStep.HAND_OUT_DOCUMENTS, form)
    return move_in
