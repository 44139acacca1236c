"""Open a record where a survey's visit found that the fault is ours. Source: handbook T-23."""

from services.tickets.corrective_actions.domain.lifecycle import Origin
from services.tickets.corrective_actions.usecases.open_corrective_action import Opening, open_corrective_action
from services.tickets.surveys import repository as surveys
from shared.contracts.envelope import CloudEvent
from shared.contracts.tickets import SurveyFaultFound
from shared.kernel.text import Text
from shared.runtime.unit_of_work import Transaction


async def follow_survey_fault(tx: Transaction, envelope: CloudEvent, fault: SurveyFaultFound) -> None:
    """One record a visit, opened by whoever made it, with the questions as they were asked in both languages.

    Raises NotFound while the community has not arrived.
    """
    survey = await surveys.load_survey(tx.session, fault.survey_id, [envelope.community])
    asked = {item["code"]: f"{item['question_zh']} {item['question_en']}" for item in survey.items}
    await open_corrective_action(
        tx,
        Opening(
            community_id=envelope.community,
            origin=Origin.SURVEY,
            title=Text(zh=f"满意度调查不满意：{fault.room_code}", en=f"Unsatisfied in the survey: {fault.room_code}"),
            opened_by=envelope.actor,
            description="\n".join(asked[code] for code in fault.items),
        ),
    )
