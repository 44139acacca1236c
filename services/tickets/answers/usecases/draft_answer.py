"""Write down an answer to a recurring question. Source: handbook T-31."""

from services.tickets.answers.models import Answer
from services.tickets.answers.schemas import AnswerDraft
from services.tickets.answers.usecases.writing import add_version, refuse_same_question
from shared.kernel.ids import new_id
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def draft_answer(tx: Transaction, caller: Caller, draft: AnswerDraft) -> Answer:
    """Its first version waits until another person agrees. Raises AnswerExists."""
    community_id = caller.community(draft.community_id)
    await refuse_same_question(tx, community_id, draft)
    answer = Answer(
        id=new_id(),
        community_id=community_id,
        created_at=tx.now,
        version=1,
        event_sequence=0,
        category=draft.category,
        latest_number=1,
        use_count=0,
    )
    add_version(tx, caller, answer, draft)
    tx.session.add(answer)
    return answer
