"""What the owner presents is complete, or the move-in stops. Source: handbook R-21."""

from services.residents.move_ins.domain.errors import MoveInPapersMissing, NoticeMismatch
from services.residents.move_ins.domain.papers import missing_papers
from services.residents.move_ins.domain.steps import MoveInStep
from services.residents.move_ins.models import MoveIn
from services.residents.move_ins.schemas.asked import SalesOfficeForm, VerificationForm
from services.residents.move_ins.usecases.steps import begin_step, finish_step
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def verify_papers(tx: Transaction, caller: Caller, move_in_id: str, form: VerificationForm) -> MoveIn:
    """Raises StepOutOfOrder, NoticeMismatch, MoveInPapersMissing, which names each."""
    move_in = await begin_step(tx, caller, move_in_id, MoveInStep.VERIFY)

    if form.notice_number not in {None, move_in.notice_number}:
        raise NoticeMismatch(pointer="/notice_number")
    presented = {paper.kind for paper in form.papers}
    if missing := missing_papers(presented, party=form.party, presenter=form.presented_by):
        raise MoveInPapersMissing({f"/papers/{kind}": words for kind, words in missing.items()})

    finish_step(tx, caller, move_in, MoveInStep.VERIFY, form)
    return move_in


async def ask_sales_office(tx: Transaction, caller: Caller, move_in_id: str, form: SalesOfficeForm) -> MoveIn:
    """On record: what was missing, and that it was asked for. Raises StepOutOfOrder."""
    move_in = await begin_step(tx, caller, move_in_id, MoveInStep.ASK_SALES_OFFICE)
    words = ", ".join(sorted({kind.value for kind in form.missing}))
    note = f"{words}: {form.note}" if form.note else words
    finish_step(tx, caller, move_in, MoveInStep.ASK_SALES_OFFICE, form, note=note)
    return move_in
