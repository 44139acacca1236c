"""Agree an answer that somebody else wrote: from now on the desk may use it. Source: handbook T-31."""

from services.tickets.answers import repository as answers
from services.tickets.answers.domain.errors import AnotherDraftMeanwhile
from services.tickets.answers.domain.lifecycle import AnswerAction
from services.tickets.answers.domain.search_terms import terms_of
from services.tickets.answers.models import Answer, AnswerVersion
from services.tickets.answers.usecases.writing import move, version_of
from shared.kernel.errors import OwnRequest
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def agree_answer(tx: Transaction, caller: Caller, answer_id: str, number: int) -> Answer:
    """The version before it is replaced and stays readable. Raises AnotherDraftMeanwhile, OwnRequest."""
    answer = await answers.load_answer(tx.session, answer_id, caller.communities, for_change=True)
    tx.guard(answer)
    draft = version_of(answer, answer.draft_number)
    if draft is None or draft.number != number:
        raise AnotherDraftMeanwhile(pointer="/number", number=number, waiting=answer.draft_number or "-")
    if draft.written_by == caller.account_id:
        raise OwnRequest

    if before := version_of(answer, answer.agreed_number):
        move(before, AnswerAction.REPLACE)
        await tx.session.flush()  # the index knows one agreed version at a time
    move(draft, AnswerAction.AGREE)
    draft.agreed_by, draft.agreed_at = caller.account_id, tx.now
    answer.agreed_number, answer.draft_number = draft.number, None
    answer.category = draft.category

    await answers.replace_terms(tx.session, answer, terms_of_version(draft))
    return answer


def terms_of_version(version: AnswerVersion) -> dict[str, int]:
    """The question and the keywords count most; what to bring counts as the answer's body."""
    papers = [words for paper in version.papers for words in paper.values()]
    return terms_of(
        [version.question_zh, version.question_en, *version.keywords],
        [version.answer_zh, version.answer_en, *papers],
    )
