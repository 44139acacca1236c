"""Take a paper in; whoever is not satisfied is visited. Source: handbook T-17, T-23."""

from collections import Counter
from collections.abc import Iterable

from services.tickets.inserting import insert_new
from services.tickets.replicas import repository as replicas
from services.tickets.replicas.usecases.calendars import calendar_of
from services.tickets.surveys import repository as surveys
from services.tickets.surveys.domain.errors import AlreadyAnswered, MarksIncomplete, NotAsked
from services.tickets.surveys.domain.surveys import (
    SURVEYS,
    VISIT_WORKING_DAYS,
    Mark,
    SurveyAction,
    SurveyStatus,
    VisitStatus,
)
from services.tickets.surveys.models import Survey, SurveyAnswer, SurveyHousehold, SurveyMark, SurveyVisit
from services.tickets.surveys.schemas import AnswerRecord
from shared.kernel.ids import new_id
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def record_answer(tx: Transaction, caller: Caller, survey_id: str, paper: AnswerRecord) -> SurveyAnswer:
    """Without a signature it is kept as invalid; something unsatisfied plans a visit, signed or not.

    Raises IllegalTransition, NotAsked, MarksIncomplete, AlreadyAnswered.
    """
    # Locked, so that no paper comes in while the survey is being closed.
    survey = await surveys.load_survey(tx.session, survey_id, caller.communities, for_change=True)
    SURVEYS.next(SurveyStatus(survey.status), SurveyAction.ANSWER)
    household = await surveys.find_asked(tx.session, survey.id, paper.room_code)
    if household is None:
        raise NotAsked(pointer="/room_code", room_code=paper.room_code)
    _check_marks((item["code"] for item in survey.items), (mark.item for mark in paper.marks))

    answer = await insert_new(tx.session, _answer_of(tx, caller, household, paper))
    if answer is None:
        raise AlreadyAnswered(pointer="/room_code", room_code=paper.room_code)
    await tx.session.refresh(answer, ["marks"])
    answer.marks.extend(SurveyMark(answer_id=answer.id, item=it.item, mark=it.mark.value) for it in paper.marks)
    if answer.is_unsatisfied:
        await _plan_visit(tx, survey, answer)
    return answer


def _check_marks(asked: Iterable[str], marked: Iterable[str]) -> None:
    wanted, given = Counter(asked), Counter(marked)
    if wanted != given:
        missing, surplus = sorted(wanted - given), sorted(given - wanted)
        raise MarksIncomplete(pointer="/marks", missing=", ".join(missing) or "-", surplus=", ".join(surplus) or "-")


def _answer_of(tx: Transaction, caller: Caller, household: SurveyHousehold, paper: AnswerRecord) -> SurveyAnswer:
    return SurveyAnswer(
        id=new_id(),
        survey_id=household.survey_id,
        household_id=household.household_id,
        room_code=household.room_code,
        signed_by=paper.signed_by,
        is_valid=paper.signed_by is not None,
        is_unsatisfied=any(given.mark is Mark.UNSATISFIED for given in paper.marks),
        comment=paper.comment,
        recorded_at=tx.now,
        recorded_by=caller.account_id,
    )


async def _plan_visit(tx: Transaction, survey: Survey, answer: SurveyAnswer) -> None:
    calendar = calendar_of(await replicas.find_community(tx.session, survey.community_id))
    tx.session.add(
        SurveyVisit(
            id=new_id(),
            community_id=survey.community_id,
            created_at=tx.now,
            version=1,
            event_sequence=0,
            survey_id=survey.id,
            answer_id=answer.id,
            household_id=answer.household_id,
            room_code=answer.room_code,
            items=[it.item for it in answer.marks if it.mark == Mark.UNSATISFIED],
            status=VisitStatus.WAITING.value,
            due_at=calendar.add_working_days(tx.now, VISIT_WORKING_DAYS),
        )
    )
