"""Who hears of a survey. Source: handbook T-23."""

from services.notifications.app import PROGRAM
from shared.contracts.tickets import SurveyClosed, SurveyOpened
from shared.kernel.ids import stable_id
from tests.service.notifications import given
from tests.service.support import service_rig

SURVEY = stable_id("survey", "2026H2")


async def test_the_assistants_hand_papers_out_and_the_manager_hears_the_result(database_url: str) -> None:
    state = {"survey_id": SURVEY, "title": "满意度调查", "year": 2026, "half": 2, "asked": 120, "version": 2}
    result = {"answered": 96, "valid": 90, "invalid": 6, "satisfaction_per_mille": 912, "visits_waiting": 4}
    async with service_rig(PROGRAM, database_url, contact_secret=given.SECRET) as rig:
        await given.a_community(rig)
        await rig.tell(SurveyOpened.model_validate({**state, "occupied": 600, "closes_on": None}), subject=SURVEY)
        await rig.tell(SurveyClosed.model_validate({**state, **result}), subject=SURVEY)
        async with rig.client("messages:read", roles=["manager"], account_id="manager-1") as client:
            told = (await client.get("/v1/messages")).json()["items"]
    by_template = {message["template"]: message for message in told}
    assert by_template["survey_opened"]["recipient"] == "role:service_assistant"
    assert by_template["survey_closed"]["recipient"] == "role:manager"
    assert "91.2 %" in by_template["survey_closed"]["body"]
