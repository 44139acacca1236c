"""Steps that several verbs of the answer book share."""

from services.tickets.answers import repository as answers
from services.tickets.answers.domain.errors import AnswerExists
from services.tickets.answers.domain.lifecycle import ANSWERS, AnswerAction, AnswerStatus
from services.tickets.answers.models import Answer, AnswerVersion
from services.tickets.answers.schemas import AnswerContent
from services.tickets.replicas import repository as replicas
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def refuse_same_question(
    tx: Transaction, community_id: str, content: AnswerContent, *, but: str | None = None
) -> None:
    """Two answers to one question drift apart. Raises AnswerExists where another than `but` answers it."""
    await replicas.hold_community(tx.session, community_id)  # two who write the same at once don't both find nothing
    there = await answers.find_same_question(
        tx.session, community_id, content.question.zh, content.question.en, but=but
    )
    if there is not None:
        raise AnswerExists(
            pointer="/question",
            question_zh=there.question_zh,
            question_en=there.question_en,
            answer_id=there.answer_id,
        )


def add_version(tx: Transaction, caller: Caller, answer: Answer, content: AnswerContent) -> AnswerVersion:
    """Another version, drafted; who wrote it is on it for good."""
    version = AnswerVersion(
        answer_id=answer.id,
        number=answer.latest_number,
        status=AnswerStatus.DRAFTED,
        category=content.category,
        question_zh=content.question.zh,
        question_en=content.question.en,
        answer_zh=content.answer.zh,
        answer_en=content.answer.en,
        papers=[paper.model_dump() for paper in content.papers],
        keywords=content.keywords,
        written_by=caller.account_id,
        written_at=tx.now,
    )
    answer.draft_number = version.number
    answer.versions.append(version)
    return version


def move(version: AnswerVersion, action: AnswerAction) -> None:
    """Raises IllegalTransition."""
    version.status = ANSWERS.next(AnswerStatus(version.status), action)


def version_of(answer: Answer, number: int | None) -> AnswerVersion | None:
    """Among those that stand; None for none."""
    return next((version for version in answer.versions if version.number == number), None)
