"""Change an answer: the whole anew, as another version. Source: handbook T-31."""

from services.tickets.answers import repository as answers
from services.tickets.answers.domain.lifecycle import AnswerAction
from services.tickets.answers.models import Answer
from services.tickets.answers.schemas import AnswerContent
from services.tickets.answers.usecases.writing import add_version, move, refuse_same_question, version_of
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def revise_answer(tx: Transaction, caller: Caller, answer_id: str, content: AnswerContent) -> Answer:
    """The version in use stays so until the new one is agreed; a draft that waited is replaced. Raises AnswerExists."""
    answer = await answers.load_answer(tx.session, answer_id, caller.communities, for_change=True)
    tx.guard(answer)
    await refuse_same_question(tx, answer.community_id, content, but=answer.id)

    if waiting := version_of(answer, answer.draft_number):
        move(waiting, AnswerAction.REPLACE)
        await tx.session.flush()  # the index knows one draft at a time
    answer.latest_number += 1
    add_version(tx, caller, answer, content)
    if answer.agreed_number is None:
        answer.category = content.category
    return answer
