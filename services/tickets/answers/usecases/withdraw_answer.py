"""Take an answer out of use. Source: handbook T-31."""

from services.tickets.answers import repository as answers
from services.tickets.answers.domain.errors import AnswerNotAgreed
from services.tickets.answers.domain.lifecycle import AnswerAction
from services.tickets.answers.models import Answer
from services.tickets.answers.usecases.writing import move
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def withdraw_answer(tx: Transaction, caller: Caller, answer_id: str, reason: str) -> Answer:
    """The version in use and the draft; both stay readable, and a new version may follow. Raises AnswerNotAgreed."""
    answer = await answers.load_answer(tx.session, answer_id, caller.communities, for_change=True)
    tx.guard(answer)
    if not answer.versions:
        raise AnswerNotAgreed

    for version in answer.versions:
        move(version, AnswerAction.WITHDRAW)
        version.withdrawn_by, version.withdrawn_at = caller.account_id, tx.now
        version.withdrawn_reason = reason
    answer.agreed_number = answer.draft_number = None
    await answers.replace_terms(tx.session, answer, {})
    return answer
